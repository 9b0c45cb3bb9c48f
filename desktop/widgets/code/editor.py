"""The code editor: a script with line numbers, colours, findings, completion and a search bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.code.find_bar import FindBar
from desktop.widgets.code.marks import CodeMark
from desktop.widgets.code.source_edit import SourceEdit
from desktop.widgets.layouts import column

__all__ = ["CodeEditor", "CodeMark"]


class CodeEditor(QWidget):
    """Takes and gives plain text; knows nothing of what the script is for.

    Line ends become "\\n" and hard spaces become spaces, as Qt's text fields have it.
    """

    text_edited = Signal(str)
    find_requested = Signal()

    def __init__(self, icons: Icons, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceEdit(icons, name)
        self.setFocusProxy(self.source)
        self._told = ""
        self._bar = FindBar(icons, self.source)
        self._layout = column(self._bar, self.source, spacing=6)
        self._layout.setStretch(1, 1)
        self.setLayout(self._layout)
        self.source.find_requested.connect(self.start_search)
        self.source.textChanged.connect(self._tell)
        self.source.left.connect(self._leave)

    def text(self) -> str:
        """Return the script as it stands."""
        return self.source.toPlainText()

    def set_text(self, text: str) -> None:
        """Show another text; `text_edited` stays silent, and nothing of before can be undone."""
        if text == self.text():
            return
        was_blocked = self.blockSignals(True)
        self.source.setPlainText(text)
        self.blockSignals(was_blocked)
        self._told = self.text()

    def replace_text(self, text: str) -> None:
        """Put another text in place of this one, as an edit that Ctrl+Z takes back."""
        self.source.replace_text(text)

    def insert_snippet(self, text: str) -> None:
        """Insert at the cursor, in a line of its own."""
        cursor = self.source.textCursor()
        if cursor.positionInBlock() > 0:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            text = f"\n{text}"
        cursor.insertText(text)
        self.source.setTextCursor(cursor)
        self.source.setFocus()

    def set_language(self, language: str) -> None:
        """`powershell`, `bash` or `python`."""
        self.source.set_language(language)

    def set_parameters(self, keys: Sequence[str]) -> None:
        """The placeholders that are declared; others are marked."""
        self.source.set_parameters(keys)

    def show_marks(self, marks: Sequence[CodeMark]) -> None:
        """Show findings on their lines, in place of those before; F8 walks through them."""
        self.source.show_marks(marks)

    def go_to_line(self, line: int, column: int = 1) -> None:
        """Put the cursor there, and the line into view. Both count from 1."""
        self.source.go_to_line(line, column)

    def setReadOnly(self, read_only: bool) -> None:
        """Only show the script; it can still be selected, copied and searched."""
        self.source.set_reading(read_only)

    def set_room_below(self, pixels: int) -> None:
        """Keep the last lines clear of what floats over them."""
        self._layout.setContentsMargins(0, 0, 0, pixels)

    def start_search(self) -> None:
        """Open the search bar, as Ctrl+F does."""
        self._bar.start()
        self.find_requested.emit()

    def end_search(self) -> None:
        """Close the search bar."""
        self._bar.end()

    def _tell(self) -> None:
        # Colouring a text counts as a change for Qt; for us only another text does.
        text = self.text()
        if text != self._told:
            self._told = text
            self.text_edited.emit(text)
        if self._bar.isVisible():
            self._bar.refresh()

    def _leave(self, forward: bool) -> None:
        self.focusNextPrevChild(forward)
