"""Finds secrets of the session again, also where no rule would see one."""

from __future__ import annotations

from collections.abc import Iterator

from core.redaction.reading import read
from core.redaction.rule import Span
from core.redaction.words import is_common

SHORTEST = 6
_UNMISTAKABLE = 12


class KnownSecrets:
    """Secrets by their first letters, so that looking takes time linear in the text.

    Too short ones and common words are not looked for: "public" may be an SNMP community, but
    replacing the word everywhere would cost the model the sense of the text.
    """

    def __init__(self) -> None:
        self._by_beginning: dict[str, dict[int, set[str]]] = {}

    def add(self, secret: str) -> None:
        plain = read(secret).text
        if len(plain) >= SHORTEST and not is_common(plain):
            lengths = self._by_beginning.setdefault(plain[:SHORTEST], {})
            lengths.setdefault(len(plain), set()).add(plain)

    def spans(self, text: str) -> Iterator[Span]:
        """Where secrets stand in a reading, the longest first where several begin."""
        if not self._by_beginning:
            return
        at = 0
        while at <= len(text) - SHORTEST:
            lengths = self._by_beginning.get(text[at : at + SHORTEST])
            length = _longest_at(text, at, lengths) if lengths else 0
            if length:
                yield at, at + length
            at += length or 1


def _longest_at(text: str, at: int, lengths: dict[int, set[str]]) -> int:
    for length in sorted(lengths, reverse=True):
        if text[at : at + length] in lengths[length] and _stands_alone(text, at, at + length):
            return length
    return 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether it is no part of a word; a long secret is one wherever it stands."""
    if end - start >= _UNMISTAKABLE:
        return True
    joined_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    joined_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not (joined_before or joined_after)
