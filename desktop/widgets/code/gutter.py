"""The numbers beside the lines, with a dot where something is said about one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.code.marks import CodeMark
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.state_dot import DotShape, draw_dot

_PAD = 8
_DOT_ROOM = 14
_SHAPES = {Tone.DANGER: DotShape.TRIANGLE, Tone.WARNING: DotShape.FILLED}


class Lines(Protocol):
    """What the gutter asks of its editor."""

    def visible_lines(self) -> list[tuple[int, QRect]]:
        """The lines in view: number from 1, and where it stands in the editor."""

    def worst_marks(self) -> Mapping[int, CodeMark]:
        """For each line with marks the worst of them."""


class Gutter(QWidget):
    """Drawn by hand: a widget for each line would be too many."""

    def __init__(self, icons: Icons, editor: QWidget, lines: Lines) -> None:
        super().__init__(editor)
        self._theme = icons.theme
        self._lines = lines
        self._digits = 2

    def set_line_count(self, count: int) -> None:
        self._digits = max(2, len(str(count)))

    def room(self) -> int:
        """How wide it has to be."""
        return _DOT_ROOM + _PAD + self.fontMetrics().horizontalAdvance("9" * self._digits) + _PAD

    def sizeHint(self) -> QSize:
        return QSize(self.room(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._theme.colour("card"))
        painter.setFont(self.font())
        marks = self._lines.worst_marks()
        for number, place in self._lines.visible_lines():
            painter.setPen(self._theme.colour("text_muted"))
            room = QRect(0, place.top(), self.width() - _PAD, place.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, str(number))
            mark = marks.get(number)
            if mark is not None:
                centre = QPointF(_DOT_ROOM / 2 + 2, place.top() + place.height() / 2)
                colour = self._theme.colour(TONE_TOKEN[mark.tone])
                draw_dot(painter, _SHAPES.get(mark.tone, DotShape.RING), colour, centre)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = event.pos().y()
            marks = self._lines.worst_marks()
            for number, place in self._lines.visible_lines():
                if place.top() <= at <= place.bottom() and number in marks:
                    QToolTip.showText(event.globalPos(), plain_tooltip(marks[number].message), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)
