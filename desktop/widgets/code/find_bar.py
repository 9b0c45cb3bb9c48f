"""A bar that finds a text in a script."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import IconButton
from desktop.widgets.code.source_edit import SourceEdit
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import row
from desktop.widgets.search_field import SearchField

_MOST_FOUND = 500
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FindBar(QWidget):
    """Enter goes to the next match, Shift+Enter to the one before, Escape closes."""

    def __init__(self, icons: Icons, source: SourceEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._search = SearchField(icons, "Find in the script")
        self._count = TextLabel("", TextRole.SMALL)
        previous = IconButton(icons, "caret-up", "Previous match")
        following = IconButton(icons, "caret-down", "Next match")
        close = IconButton(icons, "x", "Close the search")
        bar = row(self._search, self._count, previous, following, close, spacing=6)
        bar.setStretch(0, 1)
        self.setLayout(bar)
        self.hide()
        self._search.query_changed.connect(lambda _: self.refresh())
        self._search.submitted.connect(lambda _: self.go(1))
        previous.clicked.connect(lambda: self.go(-1))
        following.clicked.connect(lambda: self.go(1))
        close.clicked.connect(self.end)
        for widget in (self._search, previous, following, close, source):
            widget.installEventFilter(self)

    def start(self) -> None:
        """Open with what is selected, ready to type."""
        selected = self._source.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._search.setText(selected)
        self.show()
        self._search.setFocus()
        self._search.selectAll()
        self.refresh()

    def end(self) -> None:
        """Close, and go back to the script."""
        self.hide()
        self._source.show_found([])
        self._source.setFocus()

    def go(self, step: int) -> None:
        """Select the next match, or with -1 the one before; after the last comes the first."""
        query = self._search.query()
        flags = QTextDocument.FindFlag.FindBackward if step < 0 else QTextDocument.FindFlag(0)
        if query and not self._source.find(query, flags):
            edge = QTextCursor.MoveOperation.End if step < 0 else QTextCursor.MoveOperation.Start
            self._source.moveCursor(edge)
            self._source.find(query, flags)
        self.refresh()
        announce(self._search, self._count.text())

    def refresh(self) -> None:
        """Tint and count the matches anew."""
        found = self._found()
        self._source.show_found(found)
        self._count.setText(self._words(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Not by a shortcut: with a second one for Escape around the editor Qt would ask neither.
        if not isinstance(event, QKeyEvent) or not self.isVisible():
            return False
        if event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.end()
                return True
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pressed = event.type() is QEvent.Type.KeyPress and event.key() in _ENTER
        if pressed and shift and watched is self._search:
            self.go(-1)
            return True
        return False

    def _found(self) -> list[QTextCursor]:
        query = self._search.query()
        found: list[QTextCursor] = []
        cursor = QTextCursor(self._source.document())
        while query and len(found) < _MOST_FOUND:
            cursor = self._source.document().find(query, cursor)
            if cursor.isNull():
                break
            found.append(QTextCursor(cursor))
        return found

    def _words(self, found: list[QTextCursor]) -> str:
        if not self._search.query():
            return ""
        if not found:
            return "Not found"
        start = self._source.textCursor().selectionStart()
        at = next((n for n, one in enumerate(found, 1) if one.selectionStart() == start), None)
        many = f"{len(found)}+" if len(found) == _MOST_FOUND else str(len(found))
        is_selected = self._source.textCursor().hasSelection()
        return f"{many} found" if at is None or not is_selected else f"{at} of {many}"
