"""Shows what changed between two texts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.code.differences import DiffLine, diff_lines
from desktop.widgets.code.selection import drawn
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import column

_TINTS = {"+": Tone.SUCCESS, "-": Tone.DANGER}


class DiffView(QWidget):
    """Shows the lines with their signs, so that nothing is said by colour alone."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._lines: tuple[DiffLine, ...] = ()
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.view.setAccessibleName("What changed")
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.view.setProperty("mono", True)
        self._same = EmptyState(icons, "check-circle", "No difference", "The script is the same.")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._same)
        self.setLayout(column(self._stack))
        self._theme.changed.connect(self._follow_theme)
        self._follow_theme()
        self.show_texts("", "")

    def show_texts(self, before: str, after: str) -> None:
        """Show what has to change in the first text to get the second."""
        self._lines = tuple(diff_lines(before, after))
        numbers = [number for line in self._lines for number in (line.old, line.new) if number]
        width = len(str(max(numbers, default=0)))
        self.view.setPlainText("\n".join(_written(line, width) for line in self._lines))
        self.view.setAccessibleDescription(self._summary())
        self._stack.setCurrentIndex(0 if self._lines else 1)
        self._tint_lines()

    def _summary(self) -> str:
        added = sum(line.sign == "+" for line in self._lines)
        removed = sum(line.sign == "-" for line in self._lines)
        return f"Lines added: {added}. Lines removed: {removed}."

    def _follow_theme(self) -> None:
        self.view.setFont(sized(self._theme.fonts.mono, self._theme.metrics.font_mono))
        self._tint_lines()

    def _tint_lines(self) -> None:
        document = self.view.document()
        self.view.setExtraSelections(
            [
                drawn(QTextCursor(document.findBlockByNumber(number)), self._tint(line.sign))
                for number, line in enumerate(self._lines)
                if line.sign in _TINTS
            ]
        )

    def _tint(self, sign: str) -> QTextCharFormat:
        written = QTextCharFormat()
        written.setBackground(QColor(self._theme.tokens.tint_on(_TINTS[sign], "input")))
        written.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        return written


def _written(line: DiffLine, width: int) -> str:
    old = "" if line.old is None else str(line.old)
    new = "" if line.new is None else str(line.new)
    return f"{old:>{width}} {new:>{width}} {line.sign} {line.text}"
