"""The client's dictionary: names, domains, hosts and people that stay on the laptop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core.redaction.rule import Span

_SHORTEST = 2


class Terms:
    """Whole words in any case, the longest first; also within addresses, host names and paths."""

    def __init__(self, terms: Iterable[str]) -> None:
        spellings = {
            unicodedata.normalize(form, " ".join(term.split()))
            for term in terms
            for form in ("NFC", "NFD")
        }
        wanted = sorted(
            (each for each in spellings if len(each) >= _SHORTEST),
            key=lambda each: (-len(each), each),
        )
        words = "|".join(r"\s{1,8}".join(map(re.escape, term.split())) for term in wanted)
        self._pattern = (
            re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) if wanted else None
        )

    def spans(self, text: str) -> Iterator[Span]:
        if self._pattern is not None:
            yield from (match.span() for match in self._pattern.finditer(text))
