"""What people type into a search field, read so that nothing they type is an error.

Words must all occur; "words in quotes" must follow each other; the last word may be a beginning.
Every other character of the search engine's own language is taken as text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MAX_LENGTH = 500
_MAX_TERMS = 16
_NOT_WORDS = re.compile(r"^\W+|\W+$")
_PARTS = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must occur. `is_open`: it may be the beginning of a word."""

    text: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What must occur, all of it. Without terms nothing is found."""

    terms: tuple[Term, ...] = ()

    def for_words(self) -> str:
        """The query in FTS5's language, for the index of words."""
        return " AND ".join(
            _quote(term.text) + ("*" if term.is_open else "") for term in self.terms
        )

    def for_trigrams(self) -> str:
        """The query for the index of trigrams; empty when a term is too short to have one.

        That index keeps no positions, so each trigram is asked for by itself.
        """
        if any(len(term.text) < 3 for term in self.terms):
            return ""
        found = (
            term.text[start : start + 3]
            for term in self.terms
            for start in range(len(term.text) - 2)
        )
        return " AND ".join(_quote(trigram) for trigram in dict.fromkeys(found))


def read_query(typed: str) -> Query:
    """The terms in what somebody typed."""
    text = typed[:_MAX_LENGTH].replace("\0", " ")
    terms: list[Term] = []
    for phrase, word in _PARTS.findall(text):
        part = " ".join(phrase.split()) or _NOT_WORDS.sub("", word)
        if any(character.isalnum() for character in part):
            terms.append(Term(part, is_open=bool(word)))
    kept = terms[:_MAX_TERMS]
    closed = [Term(term.text) for term in kept[:-1]]
    return Query((*closed, *kept[-1:]))


def fold(text: str) -> str:
    """The text without case and accents, character for character, so that positions stay."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Folds a character when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character)[0].lower()[0]
        self[code] = base
        return base


_FOLDED = _Folded()


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
