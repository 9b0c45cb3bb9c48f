"""Which bracket belongs to which."""

from __future__ import annotations

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_OPENING = {close: opening for opening, close in _CLOSING.items()}
_FAR = 5_000  # characters a matching bracket is looked for


def partner(text: str, at: int) -> int | None:
    """Where the bracket that belongs to the one at `at` stands, if it is near enough."""
    if not 0 <= at < len(text):
        return None
    letter = text[at]
    if letter in _CLOSING:
        other, places = _CLOSING[letter], range(at, min(len(text), at + _FAR))
    elif letter in _OPENING:
        other, places = _OPENING[letter], range(at, max(-1, at - _FAR), -1)
    else:
        return None
    depth = 0
    for place in places:
        depth += (text[place] == letter) - (text[place] == other)
        if depth == 0:
            return place
    return None
