"""How PowerShell reads its string literals (language specification 2.3.5.2), and nothing else."""

from __future__ import annotations

SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
# PowerShell 6 and later.
ESCAPES |= {"e": "\x1b"}


def read_verbatim(source: str) -> tuple[str, str]:
    """The value of the single-quoted string a source starts with, and what is behind it."""
    assert source[0] in SINGLE
    value, position = "", 1
    while True:
        char = source[position]
        position += 1
        if char in SINGLE:
            if source[position : position + 1] not in tuple(SINGLE):
                return value, source[position:]
            char = source[position]  # of two quotes, the second one counts
            position += 1
        value += char


def read_expandable(source: str) -> tuple[str, str]:
    """The same for a double-quoted one. One that would expand anything is an error."""
    assert source[0] in DOUBLE
    value, position = "", 1
    while True:
        char = source[position]
        position += 1
        if char == "`":
            char = source[position]
            position += 1
            assert char != "u"
            char = ESCAPES.get(char, char)
        elif char in DOUBLE:
            if source[position : position + 1] not in tuple(DOUBLE):
                return value, source[position:]
            char = source[position]
            position += 1
        else:
            assert char != "$", f"expands at {source[position - 1 :]!r}"
        value += char
