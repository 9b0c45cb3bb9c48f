"""Search everywhere (Ctrl+Shift+F) and within a session (Ctrl+F)."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from core.db.database import Database
from core.search.hits import HitKind, SearchHit, contains, excerpt, mark
from core.search.query import Query, read_query
from core.search.repository import Entry, SearchRows

DEFAULT_LIMIT = 50
_POOL = 2
"""How many matches compete for one place."""
_HALF_LIFE = timedelta(days=90)


class SearchService:
    """Nothing typed is an error: what cannot be searched for finds nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, typed: str, limit: int = DEFAULT_LIMIT) -> list[SearchHit]:
        """The best hits in all sessions and the library.

        Whole words and beginnings of words come first, by relevance and age. If they are few,
        texts follow that have the terms in the middle of words, newest first.
        """
        query = read_query(typed)
        if not query.terms:
            return []
        with self._database.work() as work:
            best = work.search.best_words(query.for_words(), limit * _POOL)
            found = _once(_by_relevance(best))[:limit]
            if len(found) < limit:
                known = {entry.id for entry in found}
                rest = _within_words(work.search, query, known, limit - len(found))
                found = _once([*found, *rest])
        return [_hit(entry, query) for entry in found]

    def search_session(self, session_id: UUID, typed: str) -> list[SearchHit]:
        """Everything in one session that has all terms anywhere, oldest first."""
        query = read_query(typed)
        if not query.terms:
            return []
        with self._database.work() as work:
            entries = work.search.of_session(session_id)
        return [_hit(entry, query) for entry in entries if _has_terms(entry, query)]


def _within_words(rows: SearchRows, query: Query, known: Container[int], limit: int) -> list[Entry]:
    trigrams = query.for_trigrams()
    if not trigrams:
        return []
    candidates = rows.newest_candidates(trigrams, limit * _POOL)
    new = [candidate for candidate in candidates if candidate not in known]
    entries = rows.entries(new)
    newest_first = (entries[each] for each in new if each in entries)
    return [entry for entry in newest_first if _has_terms(entry, query)][:limit]


def _once(found: Sequence[Entry]) -> list[Entry]:
    """What several branches of a session have alike is found once, in the branch lists show."""
    best: dict[tuple[object, ...], Entry] = {}
    for entry in found:
        alike = (entry.family_id or entry.id, entry.kind, entry.title, entry.body)
        if alike not in best or (entry.is_current and not best[alike].is_current):
            best[alike] = entry
    return list(best.values())


def _by_relevance(matches: list[tuple[float, Entry]]) -> list[Entry]:
    """Best first. A match loses up to half of its rank with age, counted from the newest match."""
    newest = max((entry.at for _, entry in matches), default=None)
    if newest is None:
        return []
    aged = ((rank * _freshness(newest, entry.at), entry) for rank, entry in matches)
    return [entry for _, entry in sorted(aged, key=lambda match: match[0])]


def _freshness(newest: datetime, at: datetime) -> float:
    return 0.5 + 0.5 * math.pow(2, -((newest - at) / _HALF_LIFE))


def _has_terms(entry: Entry, query: Query) -> bool:
    return contains(f"{entry.title}\n{entry.body}", query)


def _hit(entry: Entry, query: Query) -> SearchHit:
    kind = HitKind(entry.kind)
    return SearchHit(
        kind=kind,
        session_id=entry.session_id,
        ref_id=entry.ref_id,
        title=mark(entry.session_title or entry.title, query),
        snippet=excerpt(f"{entry.title} {entry.body}".strip(), query)
        if kind is HitKind.FIX
        else excerpt(entry.body, query),
        at=entry.at,
    )
