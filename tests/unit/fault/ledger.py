"""What must be in the database, row by row and column by column, by what the victims said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select

from core.db.engine import open_engine
from core.db.tables import metadata
from core.db.writes import RowWrite
from core.sessions.fix_history import OUTCOME_PROPOSED, PROPOSAL_CLEARED
from tests.unit.fault.journal import Announced, Word

Row = Mapping[str, object]
Rows = dict[tuple[str, str], Row]
"""Rows by table and primary key."""

# Made with the file itself, outside of any command; `row_version` belongs to the sync layer.
_OF_THE_FILE = {"accounts", "users", "app_state"}
_COUNTED = {"facts", "fix_events", "check_runs"}
"""A transaction that writes to one of these changes what a note would say (domain.md 5)."""
_ONLY_PROPOSED = {OUTCOME_PROPOSED, PROPOSAL_CLEARED}
"""Events that change nothing of it: an outcome nobody has confirmed."""


def read_rows(database: Path, key: bytes) -> Rows:
    """Everything that commands have written."""
    engine = open_engine(database, key)
    found: Rows = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name in _OF_THE_FILE:
                continue
            columns = [column for column in table.columns if column.name != "row_version"]
            for row in connection.execute(select(*columns)).mappings():
                key_of_row = {column.name: row[column.name] for column in table.primary_key}
                found[_place(table.name, key_of_row)] = dict(row)
    engine.dispose()
    return found


class Ledger:
    """Follows one profile from death to death."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.versions: Counter[object] = Counter()
        self.confirmed = 0

    def settle(self, words: Iterable[Word], found: Rows) -> str:
        """Account for what was found after a death.

        Fails the test unless the database is exactly what was confirmed, or that and the one
        commit that was under way. Returns what became of that one, in words.
        """
        under_way: list[Sequence[RowWrite]] = []
        for word in words:
            if isinstance(word, Announced):
                under_way.append(word.writes)
            else:
                self._book(under_way)
                self.confirmed += len(under_way)
                under_way = []
        assert len(under_way) <= 1, "a commit began before the last one was confirmed"
        if under_way and found != self.rows:
            self._book(under_way)
            self._compare(found)
            return "the one under way was through"
        self._compare(found)
        return "the one under way was dropped" if under_way else "none was under way"

    def _book(self, commits: Iterable[Sequence[RowWrite]]) -> None:
        for commit in commits:
            counted: set[object] = set()
            for write in commit:
                place = _place(write.table, write.key)
                row = {**self.rows.get(place, {}), **write.after}
                self.rows[place] = row
                if write.table in _COUNTED and row.get("event") not in _ONLY_PROPOSED:
                    counted.add(row["session_id"])
            self.versions.update(counted)

    def _compare(self, found: Rows) -> None:
        lost = [place for place in self.rows if place not in found]
        extra = [place for place in found if place not in self.rows]
        assert not lost, f"lost: {lost}"
        assert not extra, f"never announced, or only a part of its commit: {extra}"
        for place, row in self.rows.items():
            assert found[place] == row, f"{place} is not what was confirmed"


def _place(table: str, key: Mapping[str, object]) -> tuple[str, str]:
    return table, " ".join(str(key[name]) for name in sorted(key))
