"""What stands for a redacted piece: `REDACTED_<KIND>_<n>`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a redacted piece is, as far as its place in the text tells."""

    PASSWORD = "password"  # noqa: S105 - the kind of a piece, not a secret
    KEY = "key"
    TOKEN = "token"  # noqa: S105 - the kind of a piece, not a secret
    HASH = "hash"
    CODE = "code"
    CARD = "card"
    ACCOUNT = "account"
    TERM = "term"
    """A word of the client's dictionary."""
    LITERAL = "literal"
    """Text that looked like a placeholder before anything was redacted."""

    @property
    def is_secret(self) -> bool:
        return self not in (Kind.TERM, Kind.LITERAL)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`token` is sent in place of `original`."""

    token: str
    original: str = field(repr=False)
    kind: Kind

    @property
    def is_secret(self) -> bool:
        return self.kind.is_secret


_HEAD = "REDACTED"
_NAMES = tuple(kind.upper() for kind in Kind)
_DIGITS = 9
# Models write placeholders in lower case, and escape their underscores in Markdown.
_LOW_LINE = r"\\{0,2}_"
_ANY_NAME = "|".join(_NAMES)
PLACEHOLDER = re.compile(
    rf"{_HEAD}{_LOW_LINE}(?:{_ANY_NAME}){_LOW_LINE}[0-9]{{1,{_DIGITS}}}(?![0-9])",
    re.ASCII | re.IGNORECASE,
)


def _beginnings(words: tuple[str, ...]) -> str:
    parts = {word[:length] for word in words for length in range(1, len(word) + 1)}
    return "|".join(sorted(parts, key=len, reverse=True))


UNFINISHED = re.compile(
    rf"(?:{_beginnings((_HEAD,))}"
    rf"|{_HEAD}\\{{1,2}}"
    rf"|{_HEAD}{_LOW_LINE}(?:{_beginnings(_NAMES)})?"
    rf"|{_HEAD}{_LOW_LINE}(?:{_ANY_NAME})\\{{1,2}}"
    rf"|{_HEAD}{_LOW_LINE}(?:{_ANY_NAME}){_LOW_LINE}[0-9]{{0,{_DIGITS}}})\Z",
    re.ASCII | re.IGNORECASE,
)
"""The end of a text that may go on as a placeholder, or as a longer one."""

LONGEST = len(_HEAD) + max(map(len, _NAMES)) + 2 * len(r"\\_") + _DIGITS


def token_of(kind: Kind, number: int) -> str:
    return f"{_HEAD}_{kind.upper()}_{number}"


def canonical(written: str) -> str:
    """The token that somebody wrote in lower case or with escaped underscores."""
    return written.replace("\\", "").upper()
