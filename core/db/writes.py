"""What a transaction wrote, as the sync layer will need it.

Every write of a repository goes through `Transaction`, which remembers it as a `RowWrite` and
hands all of them to the before-commit hooks. A hook runs inside the transaction: what it writes
is committed with the user's change or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, delete, insert, update

from core.db.identity import Identity
from core.db.schema import SyncClass, sync_class
from core.errors import Bug


class Operation(StrEnum):
    INSERT = "insert"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWrite:
    """One row written. There is no delete: what goes away is marked, so that it can come back.

    key     the primary key, by column
    before  the columns that changed, as they were; empty for an insert
    after   the columns that changed, or all of them for an insert, as Python values
    """

    table: str
    operation: Operation
    key: Mapping[str, object]
    before: Mapping[str, object]
    after: Mapping[str, object]

    @property
    def id(self) -> UUID | None:
        """The row's id, where it has one of its own."""
        value = self.key.get("id")
        return value if isinstance(value, UUID) else None


BeforeCommit = Callable[[Connection, Sequence[RowWrite]], None]


class Transaction:
    """The open transaction of one unit of work: its connection, for whom, and what it wrote."""

    def __init__(self, connection: Connection, identity: Identity) -> None:
        self.connection = connection
        self.identity = identity
        self.writes: list[RowWrite] = []

    def insert(self, table: Table, values: Mapping[str, object]) -> None:
        self.connection.execute(insert(table), dict(values))
        key = {column.name: values[column.name] for column in table.primary_key}
        self._record(table, Operation.INSERT, key, {}, values)

    def update(
        self,
        table: Table,
        key: Mapping[str, object],
        before: Mapping[str, object],
        after: Mapping[str, object],
    ) -> None:
        """Write the columns that differ. Nothing differs: nothing is written or recorded."""
        changed = {name: value for name, value in after.items() if value != before[name]}
        if not changed:
            return
        same_row = and_(*(table.c[name] == value for name, value in key.items()))
        self.connection.execute(update(table).where(same_row).values(changed))
        was = {name: before[name] for name in changed}
        self._record(table, Operation.UPDATE, key, was, changed)

    def delete_local(self, table: Table, key: Mapping[str, object]) -> None:
        """Remove a row that never leaves this machine; a synced one would come back."""
        if sync_class(table) is not SyncClass.LOCAL:
            raise Bug(f"A row of {table.name} was about to be deleted instead of marked.")
        same_row = and_(*(table.c[name] == value for name, value in key.items()))
        self.connection.execute(delete(table).where(same_row))

    def _record(
        self,
        table: Table,
        operation: Operation,
        key: Mapping[str, object],
        before: Mapping[str, object],
        after: Mapping[str, Any],
    ) -> None:
        if sync_class(table) is not SyncClass.LOCAL:
            self.writes.append(
                RowWrite(table=table.name, operation=operation, key=key, before=before, after=after)
            )
