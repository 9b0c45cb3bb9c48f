"""What a search finds, with the piece of text that shows why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.search.query import Query, fold

SNIPPET_LENGTH = 160
_LEAD = 40


class HitKind(StrEnum):
    SESSION = "session"
    MESSAGE = "message"
    FACT = "fact"
    FIX = "fix"
    DOCUMENT = "document"
    SCRIPT = "script"
    """A script generated in a session."""
    TEMPLATE = "template"
    """A script template of the library."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text on one line. `highlights` are (start, end) pairs, apart and in order."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One thing that was found.

    session_id  the session to open; None for a template
    ref_id      the message, fact, … to scroll to
    title       the session's title, or the template's name
    """

    kind: HitKind
    session_id: UUID | None
    ref_id: UUID
    title: Snippet
    snippet: Snippet
    at: datetime


def contains(text: str, query: Query) -> bool:
    """Whether every term occurs in a text, anywhere in a word."""
    folded = fold(text)
    return bool(query.terms) and all(fold(term.text) in folded for term in query.terms)


def excerpt(text: str, query: Query, length: int = SNIPPET_LENGTH) -> Snippet:
    """The piece of a text around the first place where a term occurs."""
    folded = fold(text)
    places = [folded.find(fold(term.text)) for term in query.terms]
    first = min((place for place in places if place >= 0), default=0)
    start = 0 if first < _LEAD or len(text) <= length else _word_start(text, first - _LEAD)
    piece = " ".join(text[start : start + length * 2].split())
    cut = piece if len(piece) <= length else piece[:length].rsplit(" ", 1)[0] + "…"
    shown = f"…{cut}" if start else cut
    return Snippet(shown, _highlights(shown, query))


def mark(text: str, query: Query) -> Snippet:
    """A whole text with its terms highlighted."""
    return Snippet(text, _highlights(text, query))


def _word_start(text: str, place: int) -> int:
    """The beginning of the next word, unless it is far."""
    space = text.find(" ", place, place + _LEAD // 2)
    return place if space < 0 else space + 1


def _highlights(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for term in query.terms:
        wanted = fold(term.text)
        place = folded.find(wanted)
        while place >= 0:
            found.append((place, place + len(wanted)))
            place = folded.find(wanted, place + len(wanted))
    return tuple(_merged(sorted(found)))


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
