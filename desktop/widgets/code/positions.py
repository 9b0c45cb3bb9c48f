"""Qt counts characters beyond U+FFFF as two; Python counts them as one."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextCursor

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_STAND_IN = "\ufffd\ufffd"


def widened(text: str) -> str:
    """The text with two characters for each one that Qt counts twice.

    What is found in it by index stands at the same position in Qt's document. Emoji and the like
    are lost, so look for places in it and take texts from elsewhere.
    """
    return _WIDE.sub(_STAND_IN, text)


def line_before(cursor: QTextCursor) -> str:
    """What stands on the cursor's line before it, in Qt's positions."""
    return widened(cursor.block().text())[: cursor.positionInBlock()]


def line_after(cursor: QTextCursor) -> str:
    """What stands on the cursor's line after it, in Qt's positions."""
    return widened(cursor.block().text())[cursor.positionInBlock() :]
