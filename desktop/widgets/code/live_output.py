"""What a program prints, while it runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.copy_button import CopyButton

_MOST_LINES = 5_000
_LONGEST_LINE = 2_000
_DRAW_EVERY_MS = 50

_Line = tuple[str, Tone | None]


class LiveOutput(QPlainTextEdit):
    """Keeps the last lines; follows the end unless the reader has scrolled up.

    It is a view: very long lines are cut. The whole output is kept elsewhere.
    """

    def __init__(self, icons: Icons, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._lines: deque[_Line] = deque(maxlen=_MOST_LINES)
        self._waiting: deque[_Line] = deque(maxlen=_MOST_LINES)
        self._copy = CopyButton(icons, "Copy all of the output", parent=self)
        # Not with every line: only who presses it needs the text.
        self._copy.pressed.connect(lambda: self._copy.set_text_to_copy(self.text()))
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(name)
        self.setMaximumBlockCount(_MOST_LINES)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setProperty("mono", True)
        self.setViewportMargins(0, 0, self._copy.sizeHint().width(), 0)
        self._draw = QTimer(self)
        self._draw.setSingleShot(True)
        self._draw.setInterval(_DRAW_EVERY_MS)
        self._draw.timeout.connect(self.flush)
        self._theme.changed.connect(self._follow_theme)
        self._follow_theme()

    def start(self) -> None:
        """Begin with nothing."""
        self._waiting.clear()
        self._lines.clear()
        self._draw.stop()
        self.clear()

    def add_line(self, line: str, tone: Tone | None = None) -> None:
        """Add a line, in the colour of a tone; many of them are drawn together."""
        cut = line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"
        # One line stays one, whatever Qt takes for the end of a line.
        self._waiting.append((" ".join(cut.splitlines()), tone))
        if not self._draw.isActive():
            self._draw.start()

    def text(self) -> str:
        """Return the lines that are kept, those not drawn yet too."""
        self.flush()
        return "\n".join(line for line, _ in self._lines)

    def flush(self) -> None:
        """Draw what has not been drawn yet."""
        if not self._waiting:
            return
        bar, aside = self.verticalScrollBar(), self.horizontalScrollBar()
        follows = bar.value() >= bar.maximum() - 1
        top, left = bar.value(), aside.value()
        dropped = max(0, len(self._lines) + len(self._waiting) - _MOST_LINES)
        self._write(self._waiting, begun=bool(self._lines))
        self._lines.extend(self._waiting)
        self._waiting.clear()
        # Who reads keeps the same lines before the eyes, although older ones went.
        bar.setValue(bar.maximum() if follows else max(0, top - dropped))
        aside.setValue(left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside, wanted = self.contentsRect(), self._copy.sizeHint()
        # Beside the text and left of the scroll bar, in the margin kept for it.
        left = self.viewport().geometry().right() + 1
        self._copy.setGeometry(QRect(left, inside.top(), wanted.width(), wanted.height()))

    def _write(self, lines: Iterable[_Line], *, begun: bool) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for tone, together in groupby(lines, key=lambda line: line[1]):
            text = "\n".join(line for line, _ in together)
            cursor.insertText(f"\n{text}" if begun else text, self._written(tone))
            begun = True
        cursor.endEditBlock()

    def _written(self, tone: Tone | None) -> QTextCharFormat:
        written = QTextCharFormat()
        if tone is not None:
            written.setForeground(self._theme.colour(TONE_TOKEN[tone]))
        return written

    def _follow_theme(self) -> None:
        self.setFont(sized(self._theme.fonts.mono, self._theme.metrics.font_mono))
        if any(tone is not None for _, tone in self._lines):
            bar = self.verticalScrollBar()
            value = bar.value()
            self.clear()
            self._write(self._lines, begun=False)
            bar.setValue(value)
