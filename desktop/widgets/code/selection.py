"""A part of a text that is drawn in another way."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit


def drawn(cursor: QTextCursor, written: QTextCharFormat) -> QTextEdit.ExtraSelection:
    """The part a cursor selects, in a format."""
    selection = QTextEdit.ExtraSelection()
    # The type stubs know neither of the two fields.
    selection.cursor = cursor  # type: ignore[attr-defined]
    selection.format = written  # type: ignore[attr-defined]
    return selection
