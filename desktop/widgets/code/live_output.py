"""What a program prints, while it runs."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons

_MOST_LINES = 5_000
_DRAW_EVERY_MS = 50


class LiveOutput(QPlainTextEdit):
    """Keeps the last lines; follows the end unless the reader has scrolled up."""

    def __init__(self, icons: Icons, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._waiting: list[str] = []
        self._has_lines = False
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setMaximumBlockCount(_MOST_LINES)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setProperty("mono", True)
        self._draw = QTimer(self)
        self._draw.setSingleShot(True)
        self._draw.setInterval(_DRAW_EVERY_MS)
        self._draw.timeout.connect(self.flush)
        self._theme.changed.connect(self._follow_theme)
        self._follow_theme()

    def start(self) -> None:
        """Begin with nothing."""
        self._waiting.clear()
        self._has_lines = False
        self._draw.stop()
        self.clear()

    def add_line(self, line: str) -> None:
        """Add a line; many of them are drawn together."""
        self._waiting.append(line)
        del self._waiting[:-_MOST_LINES]
        if not self._draw.isActive():
            self._draw.start()

    def flush(self) -> None:
        """Draw what has not been drawn yet."""
        if not self._waiting:
            return
        bar = self.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 2
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        # An empty line that was printed first looks like an empty document.
        begin = "\n" if self._has_lines else ""
        cursor.insertText(begin + "\n".join(self._waiting), QTextCharFormat())
        self._has_lines = True
        self._waiting.clear()
        if follows:
            bar.setValue(bar.maximum())

    def _follow_theme(self) -> None:
        self.setFont(sized(self._theme.fonts.mono, self._theme.metrics.font_mono))
