"""Text as rules read it: without invisible characters, with plain quotes, spaces and line ends.

What a mail client or a console adds must not hide a secret from a rule. Every place of the reading
is a place of the text, so that only the original characters are ever replaced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.redaction.rule import Span

# Zero-width spaces and joiners, marks of direction, soft hyphen, byte order mark; NUL is between
# the letters of UTF-16 that was read as something else.
_INVISIBLE = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'"),
        **dict.fromkeys("\u2010\u2011", "-"),
        "\uff1a": ":",  # East Asian keyboards write these two
        "\uff1d": "=",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` for rules; `places` of its characters in the original, empty where they are equal."""

    text: str
    places: tuple[int, ...] = ()

    def original(self, span: Span) -> Span:
        """Where a span of the reading is in the original text."""
        if not self.places:
            return span
        return self.places[span[0]], self.places[span[1] - 1] + 1


def read(text: str) -> Reading:
    plain = text.translate(_PLAIN)
    if not _INVISIBLE.search(plain):
        return Reading(plain)
    places = tuple(at for at, letter in enumerate(plain) if not _INVISIBLE.match(letter))
    return Reading("".join(plain[at] for at in places), places)
