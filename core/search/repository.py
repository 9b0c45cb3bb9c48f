"""Reads the full-text index that core/db/search_index.py keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select, true

from core.db.search_index import entries, trigrams, words
from core.db.tables.conversation import sessions
from core.db.writes import Transaction
from core.sessions.session import SessionStatus

_TITLES_COUNT_MORE = "bm25(4.0, 1.0)"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its text. `session_title` is empty for what belongs to no session.

    family_id   the first of the session's branches; None for what belongs to no session
    is_current  whether lists show the session, or another of its branches
    """

    id: int
    kind: str
    ref_id: UUID
    session_id: UUID | None
    at: datetime
    title: str
    body: str
    session_title: str
    family_id: UUID | None
    is_current: bool


class SearchRows:
    """Only rows of the current account. Texts are read for the few entries that are shown."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def best_words(self, query: str, limit: int) -> list[tuple[float, Entry]]:
        """The best matches of a query in FTS5's language, each with its bm25: low is good."""
        best = (
            select(words.c.rowid, words.c.rank)
            .where(
                literal_column("search_words").op("MATCH")(query),
                words.c.rank.op("MATCH")(_TITLES_COUNT_MORE),
            )
            # With a second column SQLite keeps the best few itself, in half the time that FTS5
            # takes to sort all matches; and of equals the newer stay.
            .order_by(words.c.rank, words.c.rowid.desc())
            .limit(limit)
            .subquery()
        )
        ranked = (
            _select()
            .join(best, entries.c.id == best.c.rowid)
            .add_columns(best.c.rank)
            .where(self._is_mine())
        )
        rows = self._transaction.connection.execute(ranked)
        return [(rank, Entry(*entry)) for *entry, rank in rows]

    def best_resolved(
        self, query: str, kinds: Sequence[str], limit: int
    ) -> list[tuple[float, Entry]]:
        """Like `best_words`, among these kinds of entries of sessions that were resolved."""
        ranked = (
            _select()
            .join(words, entries.c.id == words.c.rowid)
            .add_columns(words.c.rank)
            .where(
                literal_column("search_words").op("MATCH")(query),
                self._is_mine(),
                entries.c.kind.in_(kinds),
                sessions.c.status == SessionStatus.RESOLVED,
                sessions.c.is_current_branch,
            )
            .order_by(words.c.rank, entries.c.id.desc())
            .limit(limit)
        )
        rows = self._transaction.connection.execute(ranked)
        return [(rank, Entry(*entry)) for *entry, rank in rows]

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
        mine = query.where(self._is_mine())
        return [Entry(*row) for row in self._transaction.connection.execute(mine)]

    def _is_mine(self) -> ColumnElement[bool]:
        return entries.c.account_id == self._transaction.identity.account_id


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
        func.coalesce(sessions.c.branch_of, sessions.c.id),
        func.coalesce(sessions.c.is_current_branch, true()),
    ).join_from(entries, sessions, sessions.c.id == entries.c.session_id, isouter=True)
