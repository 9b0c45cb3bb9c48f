"""Indents of lines, with spaces."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextCursor

from desktop.widgets.code.positions import line_before

INDENT = "    "
_OPENS = {
    "powershell": re.compile(r"[{(\[]\s*$"),
    "bash": re.compile(r"(?:[{(]|\b(?<![$/.-])(?:then|do|else|in))\s*$"),
    "python": re.compile(r"[:{(\[]\s*$"),
}


def start_line(cursor: QTextCursor, language: str) -> None:
    """Start a new line as deep as this one, or deeper when something is opened here."""
    before = line_before(cursor)
    indent = before[: len(before) - len(before.lstrip(" \t"))]
    opens = _OPENS.get(language)
    deeper = INDENT if opens is not None and opens.search(before) else ""
    cursor.insertText(f"\n{indent}{deeper}")


def indent(cursor: QTextCursor) -> None:
    """Go to the next stop; with a selection, move its lines there."""
    if cursor.hasSelection():
        cursor.beginEditBlock()
        for line in _lines(cursor):
            line.insertText(INDENT)
        cursor.endEditBlock()
        return
    cursor.insertText(" " * (len(INDENT) - cursor.positionInBlock() % len(INDENT)))


def unindent(cursor: QTextCursor) -> None:
    """Move the cursor's line, or the selected ones, one stop back."""
    cursor.beginEditBlock()
    for line in _lines(cursor):
        text = line.block().text()
        if text.startswith("\t"):
            line.deleteChar()
        else:
            for _ in range(min(len(INDENT), len(text) - len(text.lstrip(" ")))):
                line.deleteChar()
    cursor.endEditBlock()


def _lines(cursor: QTextCursor) -> list[QTextCursor]:
    """A cursor at the start of each selected line; one that is only touched is not selected."""
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart()).blockNumber()
    end = max(cursor.selectionStart(), cursor.selectionEnd() - 1)
    last = document.findBlock(end).blockNumber()
    return [QTextCursor(document.findBlockByNumber(n)) for n in range(first, last + 1)]
