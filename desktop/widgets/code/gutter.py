"""The numbers beside the lines, with a shape where something is said about one."""

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

    def marked_lines(self) -> Mapping[int, tuple[CodeMark, ...]]:
        """The marks of each line that has some, the worst first."""


class Gutter(QWidget):
    """Drawn by hand: a widget for each line would be too many."""

    def __init__(self, icons: Icons, editor: QWidget, lines: Lines) -> None:
        super().__init__(editor)
        self._theme = icons.theme
        self._lines = lines
        self._digits = 2

    def set_line_count(self, count: int) -> None:
        """Make room for the largest number."""
        self._digits = max(2, len(str(count)))

    def room(self) -> int:
        """How wide it has to be."""
        return _DOT_ROOM + _PAD + self.fontMetrics().horizontalAdvance("9" * self._digits) + _PAD

    def words_at(self, y: int) -> str:
        """Everything that is said about the line at that height."""
        marked = self._lines.marked_lines()
        for number, place in self._lines.visible_lines():
            if place.top() <= y <= place.bottom():
                return "\n".join(mark.message for mark in marked.get(number, ()))
        return ""

    def sizeHint(self) -> QSize:
        return QSize(self.room(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._theme.colour("card"))
        painter.setFont(self.font())
        marked = self._lines.marked_lines()
        for number, place in self._lines.visible_lines():
            painter.setPen(self._theme.colour("text_muted"))
            room = QRect(0, place.top(), self.width() - _PAD, place.height())
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number)
            )
            if number in marked:
                tone = marked[number][0].tone
                centre = QPointF(_DOT_ROOM / 2 + 2, place.top() + place.height() / 2)
                colour = self._theme.colour(TONE_TOKEN[tone])
                draw_dot(painter, _SHAPES.get(tone, DotShape.RING), colour, centre)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            if words := self.words_at(event.pos().y()):
                QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
