"""A rule finds secrets of one sort; it sees text as `reading.py` prepares it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.redaction.placeholder import Kind

Span = tuple[int, int]
Finder = Callable[[str], Iterator[Span]]
Accept = Callable[[str], bool]

_QUOTES = "\"'`"


@dataclass(frozen=True, slots=True)
class Rule:
    """Where secrets of one sort stand.

    hints  lower-case words; a text without any of them is not searched, which keeps rules cheap
    find   spans of the secrets alone; it takes linear time whatever the text
    """

    kind: Kind
    why: str
    hints: tuple[str, ...]
    find: Finder

    def spans(self, text: str, lowered: str) -> Iterator[Span]:
        if any(hint in lowered for hint in self.hints):
            yield from self.find(text)


def pattern_rule(
    kind: Kind,
    why: str,
    pattern: str,
    *,
    hints: tuple[str, ...] = ("",),
    cased: bool = False,
    accept: Accept = bool,
) -> Rule:
    """A rule of one regular expression; its named groups are the secrets, quotes around them aside.

    Repetitions must be bounded, or be of characters that what follows cannot begin with.
    """
    flags = re.MULTILINE | (re.NOFLAG if cased else re.IGNORECASE)
    compiled = re.compile(pattern, flags)
    groups = tuple(compiled.groupindex)

    def find(text: str) -> Iterator[Span]:
        for match in compiled.finditer(text):
            for group in groups:
                span = without_quotes(text, match.span(group))
                if span[0] < span[1] and accept(text[slice(*span)]):
                    yield span

    return Rule(kind, why, hints, find)


def without_quotes(text: str, span: Span) -> Span:
    """The span inside its quotes; a quote without a partner is left out as well."""
    start, end = span
    if end - start >= 1 and text[start] in _QUOTES:
        closing = text.find(text[start], start + 1, end)
        return start + 1, closing if closing > start else end
    if end - start > 1 and text[end - 1] in _QUOTES:
        return start, end - 1
    return span
