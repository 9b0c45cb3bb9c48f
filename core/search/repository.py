"""Reads the full-text index that core/db/search_index.py keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal_column, select

from core.db.search_index import entries, trigrams, words
from core.db.tables.conversation import sessions
from core.db.writes import Transaction

_TITLES_COUNT_MORE = "bm25(4.0, 1.0)"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that matches. `rank` is bm25: the lower, the better."""

    id: int
    rank: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its text. `session_title` is empty for what belongs to no session."""

    id: int
    kind: str
    ref_id: UUID
    session_id: UUID | None
    at: datetime
    title: str
    body: str
    session_title: str


class SearchRows:
    """Only rows of the current account. Texts are read for the few entries that are shown."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def best_words(self, query: str, limit: int) -> list[Match]:
        """The best matches of a query in FTS5's language."""
        best = (
            select(words.c.rowid, words.c.rank)
            .where(
                literal_column("search_words").op("MATCH")(query),
                words.c.rank.op("MATCH")(_TITLES_COUNT_MORE),
            )
            .order_by(words.c.rank)
            .limit(limit)
            .subquery()
        )
        query_of_all = (
            select(entries.c.id, best.c.rank, entries.c.at)
            .join_from(best, entries, entries.c.id == best.c.rowid)
            .where(entries.c.account_id == self._transaction.identity.account_id)
        )
        return [Match(*row) for row in self._transaction.connection.execute(query_of_all)]

    def newest_candidates(self, query: str, limit: int) -> list[int]:
        """Ids of entries that have all trigrams of a query somewhere, newest first."""
        found = (
            select(trigrams.c.rowid)
            .where(literal_column("search_trigrams").op("MATCH")(query))
            .order_by(trigrams.c.rowid.desc())
            .limit(limit)
        )
        return list(self._transaction.connection.execute(found).scalars())

    def entries(self, ids: Sequence[int]) -> dict[int, Entry]:
        """The entries with these ids, by id."""
        return {entry.id: entry for entry in self._read(_select().where(entries.c.id.in_(ids)))}

    def of_session(self, session_id: UUID) -> list[Entry]:
        """Everything of a session that can be found, oldest first."""
        query = _select().where(entries.c.session_id == session_id)
        return self._read(query.order_by(entries.c.at, entries.c.id))

    def _read(self, query: Select[Any]) -> list[Entry]:
        mine = query.where(entries.c.account_id == self._transaction.identity.account_id)
        return [Entry(*row) for row in self._transaction.connection.execute(mine)]


def _select() -> Select[Any]:
    return select(
        entries.c.id,
        entries.c.kind,
        entries.c.ref_id,
        entries.c.session_id,
        entries.c.at,
        entries.c.title,
        entries.c.body,
        func.coalesce(sessions.c.title, ""),
    ).join_from(entries, sessions, sessions.c.id == entries.c.session_id, isouter=True)
