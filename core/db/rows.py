"""Frozen dataclasses in, frozen dataclasses out: one class per table, one column per field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import Field, fields, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Table, func, select

from core.db.writes import Transaction
from core.errors import Bug, NotFound


class Record(Protocol):
    """A dataclass that is a row."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=Record)


class Ledger(Generic[T]):
    """Rows that are written once. A row of another account looks as if it did not exist."""

    def __init__(
        self, transaction: Transaction, table: Table, record: type[T], *, owner: str = "account_id"
    ) -> None:
        self._transaction = transaction
        self._table = table
        self._record = record
        self._names = tuple(field.name for field in fields(record))
        self._columns = [table.c[name] for name in self._names]
        self._owner = owner

    def get(self, id: UUID) -> T:  # noqa: A002 - the column's name
        """The row.

        Raises:
            NotFound: there is none, or it belongs to another account.
        """
        row = self.find(id)
        if row is None:
            kind = self._table.name.replace("_", " ")
            raise NotFound(f"This is no longer there ({kind}).")
        return row

    def find(self, id: UUID) -> T | None:  # noqa: A002 - the column's name
        return self._one(self._select().where(self._table.c.id == id))

    def where(self, *, order: str = "id", limit: int | None = None, **equals: object) -> list[T]:
        """Rows whose columns equal the given values. `order` is a column; `-column` descends."""
        query = self._select().where(*self._matching(equals))
        return self._all(query.order_by(*self._order(order)).limit(limit))

    def add(self, row: T) -> T:
        values = self._values(row)
        if values[self._owner] != self._transaction.identity.account_id:
            raise Bug(f"A row of another account was about to be stored in {self._table.name}.")
        self._transaction.insert(self._table, values)
        return row

    def _select(self) -> Select[Any]:
        return select(*self._columns).where(self._is_mine())

    def _is_mine(self) -> ColumnElement[bool]:
        mine: ColumnElement[bool] = (
            self._table.c[self._owner] == self._transaction.identity.account_id
        )
        return mine

    def _matching(self, equals: Mapping[str, object]) -> list[ColumnElement[bool]]:
        return [self._table.c[name] == value for name, value in equals.items()]

    def _order(self, order: str) -> Sequence[ColumnElement[Any]]:
        column = self._table.c[order.removeprefix("-")]
        tie = self._table.c.id
        return [column.desc(), tie.desc()] if order.startswith("-") else [column, tie]

    def _all(self, query: Select[Any]) -> list[T]:
        return [self._read(row) for row in self._transaction.connection.execute(query)]

    def _one(self, query: Select[Any]) -> T | None:
        row = self._transaction.connection.execute(query).one_or_none()
        return None if row is None else self._read(row)

    def _count(self, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).where(self._is_mine(), *conditions)
        return self._transaction.connection.execute(query).scalar_one()

    def _highest(self, name: str, **equals: object) -> int:
        """The largest value of a number column, 0 without rows."""
        query = select(func.coalesce(func.max(self._table.c[name]), 0)).where(
            self._is_mine(), *self._matching(equals)
        )
        return int(self._transaction.connection.execute(query).scalar_one())

    def _read(self, row: Row[Any]) -> T:
        return self._record(**dict(zip(self._names, row, strict=True)))

    def _values(self, row: T) -> dict[str, object]:
        return {name: getattr(row, name) for name in self._names}


class Rows(Ledger[T]):
    """Rows that can change."""

    kept: ClassVar[frozenset[str]] = frozenset({"id", "account_id"})
    """Columns that `save` leaves as they are."""

    def save(self, row: T) -> T:
        """Write the columns that changed; nothing changed means no write at all.

        Returns the row as it is stored.
        """
        before = self._values(self.get(row.id))
        after = {name: value for name, value in self._values(row).items() if name not in self.kept}
        self._transaction.update(self._table, {"id": row.id}, before, after)
        return replace(row, **{name: before[name] for name in before.keys() & self.kept})
