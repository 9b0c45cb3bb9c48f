"""Draws the rows of an entry list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme.fonts import sized
from desktop.theme.theme import Theme
from desktop.theme.tokens import TONE_TOKEN
from desktop.widgets.entry_list.model import ROW_ROLE
from desktop.widgets.entry_list.rows import EntryRow, HeadingRow
from desktop.widgets.state_dot import draw_dot

_PAD_X, _PAD_Y, _GAP = 14, 8, 3
_DOT = 10


class EntryDelegate(QStyledItemDelegate):
    """Title over details and time, with a state dot; headings in small capitals."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if isinstance(index.data(ROW_ROLE), HeadingRow):
            return QSize(0, QFontMetrics(self._label_font()).height() + 18)
        lines = (
            QFontMetrics(self._title_font()).height() + QFontMetrics(self._small_font()).height()
        )
        return QSize(0, lines + 2 * _PAD_Y + _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        area = _area(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, HeadingRow):
            self._paint_heading(painter, area, row)
        else:
            self._paint_ground(painter, option)
            self._paint_entry(painter, area, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, row: HeadingRow) -> None:
        painter.setFont(self._label_font())
        painter.setPen(self._theme.colour("text_muted"))
        text = area.adjusted(_PAD_X, 8, -_PAD_X, -2)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, f"{row.title.upper()}  {row.count}")

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        box = QRectF(_area(option)).adjusted(6, 1, -6, -1)
        state = _state(option)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("elevated" if selected else "card"))
            painter.drawRoundedRect(box, 5, 5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _paint_entry(self, painter: QPainter, area: QRect, row: EntryRow) -> None:
        title, small = QFontMetrics(self._title_font()), QFontMetrics(self._small_font())
        left = area.left() + _PAD_X + _DOT + 8
        width = area.right() - _PAD_X - left
        top = area.top() + _PAD_Y
        centre = QPointF(area.left() + _PAD_X + _DOT / 2, top + title.height() / 2)
        draw_dot(painter, row.shape, self._theme.colour(TONE_TOKEN[row.tone]), centre)
        painter.setFont(self._title_font())
        painter.setPen(self._theme.colour("text"))
        painter.drawText(
            QRect(left, top, width, title.height()),
            Qt.AlignmentFlag.AlignLeft,
            title.elidedText(row.title, Qt.TextElideMode.ElideRight, width),
        )
        painter.setFont(self._small_font())
        painter.setPen(self._theme.colour("text_muted"))
        line = QRect(left, top + title.height() + _GAP, width, small.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, row.when)
        room = width - small.horizontalAdvance(row.when) - _DOT
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignLeft,
            small.elidedText(row.details, Qt.TextElideMode.ElideRight, room),
        )

    def _title_font(self) -> QFont:
        return sized(self._theme.fonts.ui, self._theme.metrics.font_body, QFont.Weight.Medium)

    def _small_font(self) -> QFont:
        return sized(self._theme.fonts.ui, self._theme.metrics.font_small)

    def _label_font(self) -> QFont:
        return sized(self._theme.fonts.ui, self._theme.metrics.font_label, QFont.Weight.DemiBold)


# The type stubs of QStyleOptionViewItem leave out what it inherits from QStyleOption.
def _area(option: QStyleOptionViewItem) -> QRect:
    area: QRect = option.rect  # type: ignore[attr-defined]
    return area


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    return state
