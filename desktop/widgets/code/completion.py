"""Offers the keys of our parameters after two opening braces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QPlainTextEdit

from desktop.widgets.code.positions import line_after, line_before

_OPENED = re.compile(r"\{\{(\s*)([a-z0-9_]*)$")
_TAKING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape})
_PAD = 24


class KeyCompletion(QObject):
    """A list at the cursor: Enter or Tab takes a key, Escape closes it."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._keys = QStringListModel(self)
        self._completer = QCompleter(self._keys, self)
        self._completer.setWidget(editor)
        self._completer.popup().setAccessibleName("Parameters")
        self._completer.activated.connect(self._insert)

    def set_keys(self, keys: Sequence[str]) -> None:
        """Say what is offered."""
        if list(keys) != self._keys.stringList():
            self._keys.setStringList(list(keys))

    def takes(self, key: int) -> bool:
        """Whether the list is open and the key belongs to it."""
        return self._completer.popup().isVisible() and key in _TAKING

    def offer(self, left: int) -> None:
        """Show the keys that fit what was typed, or nothing. `left` is the viewport's offset."""
        opened = _OPENED.search(line_before(self._editor.textCursor()))
        popup = self._completer.popup()
        if opened is None or not self._keys.rowCount():
            popup.hide()
            return
        self._completer.setCompletionPrefix(opened[2])
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        place = QRect(self._editor.cursorRect())
        place.translate(left, 0)
        place.setWidth(popup.sizeHintForColumn(0) + _PAD)
        self._completer.complete(place)

    def hide(self) -> None:
        """Close the list."""
        self._completer.popup().hide()

    def _insert(self, key: str) -> None:
        cursor = self._editor.textCursor()
        opened = _OPENED.search(line_before(cursor))
        if opened is None:
            return
        after = line_after(cursor)
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(opened[2])
        )
        opening = "" if opened[1] else " "
        closing = "" if after.lstrip().startswith("}}") else " }}"
        cursor.insertText(f"{opening}{key}{closing}")
        self._editor.setTextCursor(cursor)
