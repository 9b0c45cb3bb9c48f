"""The code editor: a script with line numbers, colours, findings, completion and a search bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import IconButton
from desktop.widgets.code.marks import CodeMark
from desktop.widgets.code.source_edit import SourceEdit
from desktop.widgets.escape import on_escape
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.search_field import SearchField

__all__ = ["CodeEditor", "CodeMark"]

_MOST_FOUND = 500


class CodeEditor(QWidget):
    """Takes and gives plain text; knows nothing of what the script is for."""

    text_edited = Signal(str)

    def __init__(self, icons: Icons, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceEdit(icons, name)
        self.setFocusProxy(self.source)
        self._is_set_by_program = False
        self._search = SearchField(icons, "Find in the script")
        self._count = TextLabel("", TextRole.SMALL)
        self._bar = QWidget()
        previous = IconButton(icons, "caret-up", "Previous match")
        following = IconButton(icons, "caret-down", "Next match")
        close = IconButton(icons, "x", "Close the search")
        bar = row(self._search, self._count, previous, following, close, spacing=6)
        bar.setStretch(0, 1)
        self._bar.setLayout(bar)
        self._bar.hide()
        self._layout = column(self._bar, self.source, spacing=6)
        self._layout.setStretch(1, 1)
        self.setLayout(self._layout)
        self.source.find_requested.connect(self.start_search)
        self._search.query_changed.connect(lambda _: self._show_found())
        self._search.submitted.connect(lambda _: self._go(1))
        previous.clicked.connect(lambda: self._go(-1))
        following.clicked.connect(lambda: self._go(1))
        close.clicked.connect(self.end_search)
        on_escape(self._bar, self.end_search)
        self.source.textChanged.connect(self._tell)
        self.source.left.connect(self._leave)

    def text(self) -> str:
        return self.source.toPlainText()

    def set_text(self, text: str) -> None:
        """Show another text; `text_edited` stays silent, and nothing of before can be undone."""
        if text == self.text():
            return
        self._is_set_by_program = True
        self.source.setPlainText(text)
        self._is_set_by_program = False

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
        self.source.set_parameters(keys)

    def show_marks(self, marks: Sequence[CodeMark]) -> None:
        """Show findings on their lines, in place of those before; F8 walks through them."""
        self.source.show_marks(marks)

    def go_to_line(self, line: int, column: int = 1) -> None:
        self.source.go_to_line(line, column)

    def setReadOnly(self, read_only: bool) -> None:
        self.source.setReadOnly(read_only)

    def set_room_below(self, pixels: int) -> None:
        """Keep the last lines clear of what floats over them."""
        self._layout.setContentsMargins(0, 0, 0, pixels)

    def start_search(self) -> None:
        selected = self.source.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._search.setText(selected)
        self._bar.show()
        self._search.setFocus()
        self._search.selectAll()
        self._show_found()

    def end_search(self) -> None:
        self._bar.hide()
        self.source.show_found([])
        self.source.setFocus()

    def _found(self) -> list[QTextCursor]:
        query = self._search.query()
        found: list[QTextCursor] = []
        cursor = QTextCursor(self.source.document())
        while query and len(found) < _MOST_FOUND:
            cursor = self.source.document().find(query, cursor)
            if cursor.isNull():
                break
            found.append(QTextCursor(cursor))
        return found

    def _show_found(self) -> None:
        found = self._found()
        self.source.show_found(found)
        position = self.source.textCursor().selectionStart()
        at = next((n for n, one in enumerate(found) if one.selectionStart() == position), None)
        if not self._search.query():
            words = ""
        elif not found:
            words = "Not found"
        else:
            words = f"{len(found)} found" if at is None else f"{at + 1} of {len(found)}"
        self._count.setText(words)

    def _go(self, step: int) -> None:
        back = QTextDocument.FindFlag.FindBackward
        flags = back if step < 0 else QTextDocument.FindFlag(0)
        query = self._search.query()
        if query and not self.source.find(query, flags):
            edge = QTextCursor.MoveOperation.End if step < 0 else QTextCursor.MoveOperation.Start
            self.source.moveCursor(edge)
            self.source.find(query, flags)
        self._show_found()

    def _tell(self) -> None:
        if not self._is_set_by_program:
            self.text_edited.emit(self.text())
        if self._bar.isVisible():
            self._show_found()

    def _leave(self, forward: bool) -> None:
        self.focusNextPrevChild(forward)
