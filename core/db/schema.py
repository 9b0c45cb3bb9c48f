"""What every table shares: the metadata, who a row is sent to, and the usual columns and checks.

Ready for the sync layer
------------------------
Each table says in `info` how it will be merged (`SyncClass`) and who may see its rows
(`Visibility`); `synced_table` and `local_table` make it impossible to forget. A synced table also
has a `row_version` column: the server's sequence number of the version this row was last pulled
or acknowledged at, 0 while the row has never left this machine. Only the sync layer writes it.
It is the base version of a row's next mutation. Field-merged rows will need one base per field:
those belong in a table of their own, keyed by (table, id, field), because only the few fields
with an edit under way have one; nothing here has to change for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from core.db.types import EnumText, PlainText

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

LINE_LIMIT = 200
"""Longest one-line text: titles, names, references."""


class SyncClass(StrEnum):
    """Which merge rule of sync.md a table's rows follow."""

    APPEND_ONLY = "append_only"
    FIELD_MERGED = "field_merged"
    DERIVED = "derived"
    """The definition is immutable, the state is folded from the rows of an append-only table."""
    REVISIONED_TEXT = "revisioned_text"
    BLOB = "blob"
    """Content-addressed bytes with a transfer of their own."""
    LOCAL = "local"
    """Never leaves this machine."""


class Visibility(StrEnum):
    """Who gets a row: whoever may see its session, everybody in the account, or nobody else."""

    SESSION = "session"
    ACCOUNT = "account"
    DEVICE = "device"


def synced_table(name: str, sync: SyncClass, visibility: Visibility, *items: SchemaItem) -> Table:
    """Declare a table whose rows travel. Every write to it must reach the unit-of-work hook."""
    version = Column("row_version", Integer, nullable=False, server_default="0")
    return Table(name, metadata, *items, version, info={"sync": sync, "visibility": visibility})


def local_table(name: str, *items: SchemaItem) -> Table:
    """Declare a table that stays on this machine."""
    info = {"sync": SyncClass.LOCAL, "visibility": Visibility.DEVICE}
    return Table(name, metadata, *items, info=info)


def sync_class(table: Table) -> SyncClass:
    return SyncClass(table.info["sync"])


def id_column() -> Column[UUID]:
    return Column("id", Uuid, primary_key=True)


def account_column() -> Column[UUID]:
    return reference("account_id", "accounts.id", on_delete="CASCADE")


def session_column() -> Column[UUID]:
    return reference("session_id", "sessions.id", on_delete="CASCADE")


def reference(name: str, target: str, *, on_delete: str) -> Column[UUID]:
    """A foreign key. CASCADE and RESTRICT are required links, SET NULL an optional one."""
    key = ForeignKey(target, ondelete=on_delete)
    return Column(name, Uuid, key, nullable=on_delete == "SET NULL")


def text_column(name: str) -> Column[str]:
    """A text that may be empty but never missing."""
    return Column(name, PlainText, nullable=False)


def enum_column(name: str, members: type[Enum], *, nullable: bool = False) -> Column[Enum]:
    return Column(name, EnumText(members), nullable=nullable)


def one_of(name: str, members: type[Enum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{_quoted(name)} IN ({values})", name=name)


def length(name: str, at_most: int, at_least: int = 0) -> CheckConstraint:
    """Limit a text in characters. At least one means not blank, as the domain counts it."""
    rule = f"length({name}) <= {at_most}"
    if at_least:
        rule += f" AND length(trim({name})) >= {at_least}"
    return CheckConstraint(rule, name=f"{name}_length")


def lines(names: Sequence[str]) -> list[CheckConstraint]:
    return [length(name, LINE_LIMIT) for name in names]


def rule(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


def _quoted(name: str) -> str:
    return f'"{name}"' if name == "end" else name
