"""The full-text index: what can be found, and the triggers that keep it true.

Triggers, and not the unit-of-work hook, because nothing can write past them: rows that the sync
layer applies, a restored backup and a cascading delete are indexed in the transaction that writes
them. `search_entries` holds one row per thing that can be found; two FTS5 indexes take their text
from it:

- `search_words`: words and their beginnings, without case and accents, ranked by bm25
- `search_trigrams`: sequences of three letters, to find the middle of a host name or an error
  code. It keeps no positions (detail=none), which makes it a third of the size; what it finds is a
  candidate to look at.

The index is derived. It can be dropped and built again at any time. It is when this module says
something else than the one that made it, and around each upgrade: Alembic's batch operations
stumble over triggers, or drop them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Float, Integer, Text, Uuid, column, table
from sqlalchemy.exc import DatabaseError

from core.db.types import UtcDateTime
from core.errors import Bug


@dataclass(frozen=True, slots=True)
class _Source:
    """A table whose rows can be found. `{row}` in an expression stands for the row.

    columns  what, when it changes, changes the entry
    session  the session a hit opens, or NULL
    alive    whether the row can be found; rows of a deleted session never can
    """

    kind: str
    table: str
    columns: str
    title: str
    body: str
    session: str = "{row}.session_id"
    at: str = "{row}.created_at"
    alive: str = "TRUE"

    def entry(self, row: str) -> str:
        """SELECT the entry of a row, or nothing when it cannot be found."""
        deleted = (
            f"SELECT 1 FROM sessions AS owner WHERE owner.id = {self.session}"  # noqa: S608
            " AND owner.deleted_at IS NOT NULL"
        )
        return (
            f"'{self.kind}', {{row}}.id, {self.session}, {{row}}.account_id, {self.at}, "
            f"{self.title}, {self.body} {{source}} WHERE ({self.alive}) AND NOT EXISTS ({deleted})"
        ).replace("{row}", row)


_SOURCES = (
    _Source(
        kind="session",
        table="sessions",
        columns="title, psa_ticket_id, client_name, contact_name, problem_summary",
        title="{row}.title",
        body="{row}.psa_ticket_id || ' ' || {row}.client_name || ' ' || {row}.contact_name"
        " || ' ' || {row}.problem_summary",
        session="{row}.id",
    ),
    _Source(
        kind="message",
        table="messages",
        columns="text, status",
        title="''",
        body="{row}.text",
        alive="{row}.status <> 'streaming'",
    ),
    _Source(
        kind="fact",
        table="facts",
        columns="text, summary, deleted_at",
        title="''",
        body="{row}.text || ' ' || {row}.summary",
        alive="{row}.deleted_at IS NULL",
    ),
    _Source(
        kind="fix",
        table="suggested_fixes",
        columns="title, description, drafted_script",
        title="{row}.title",
        body="{row}.description || ' ' || {row}.drafted_script",
    ),
    _Source(
        kind="document",
        table="documents",
        columns="markdown",
        title="''",
        body="{row}.markdown",
        at="{row}.confirmed_at",
    ),
    _Source(
        kind="script",
        table="script_generations",
        columns="script, session_id",
        title="''",
        body="{row}.script",
    ),
    _Source(
        kind="template",
        table="script_templates",
        columns="name, description, body, deleted_at",
        title="{row}.name",
        body="{row}.description || ' ' || {row}.body",
        session="NULL",
        alive="{row}.deleted_at IS NULL",
    ),
)

_TABLES = (
    """CREATE TABLE search_entries (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        ref_id TEXT NOT NULL,
        session_id TEXT,
        account_id TEXT NOT NULL,
        at TEXT NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX uq_search_entries_ref ON search_entries (ref_id, kind)",
    "CREATE INDEX ix_search_entries_session_id ON search_entries (session_id)",
    """CREATE VIRTUAL TABLE search_words USING fts5(
        title, body, content='search_entries', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2'
    )""",
    """CREATE VIRTUAL TABLE search_trigrams USING fts5(
        title, body, content='search_entries', content_rowid='id',
        tokenize='trigram remove_diacritics 1', detail=none, columnsize=0
    )""",
)

entries = table(
    "search_entries",
    column("id", Integer),
    column("kind", Text),
    column("ref_id", Uuid),
    column("session_id", Uuid),
    column("account_id", Uuid),
    column("at", UtcDateTime),
    column("title", Text),
    column("body", Text),
)
"""One row for each thing that can be found, for reading."""

words = table("search_words", column("rowid", Integer), column("rank", Float))
trigrams = table("search_trigrams", column("rowid", Integer))

_COLUMNS = "(kind, ref_id, session_id, account_id, at, title, body)"
_DROPPED = ("search_words", "search_trigrams", "search_entries")


def create(connection: Connection) -> None:
    """Make the index and fill it from the rows that are there."""
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    for name, statement in _triggers():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {statement}")
    for source in _SOURCES:
        connection.exec_driver_sql(_insert(source, source.table, f"FROM {source.table}"))
    connection.exec_driver_sql(f"PRAGMA user_version = {_version()}")


def drop(connection: Connection) -> None:
    """Remove what there is of the index."""
    for name in _found_triggers(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for name in _DROPPED:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def rebuild(connection: Connection) -> None:
    """Drop what there is of the index and make it again."""
    drop(connection)
    create(connection)


def bring_up_to_date(connection: Connection) -> None:
    """Rebuild an index that another version of this module made."""
    if connection.exec_driver_sql("PRAGMA user_version").scalar() != _version():
        rebuild(connection)


def is_true(connection: Connection) -> bool:
    """Whether both indexes say exactly what the entries say."""
    try:
        for index in ("search_words", "search_trigrams"):
            check = f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            connection.exec_driver_sql(check)
    except DatabaseError:
        return False
    return True


def check_triggers(connection: Connection) -> None:
    """Assert that every trigger of the index is there, as it should be.

    Raises:
        Bug: one is missing or says something else; the index would silently go stale.
    """
    expected = {name: f"CREATE TRIGGER {name} {statement}" for name, statement in _triggers()}
    found = _found_triggers(connection)
    if found != expected:
        wrong = sorted(set(expected.items()) ^ set(found.items()))
        raise Bug("The search index lost a trigger.", ", ".join(name for name, _ in wrong))


def _version() -> int:
    """A number for exactly this index; SQLite keeps 31 bits of it in the file's header."""
    parts = (*_TABLES, *(f"{name} {statement}" for name, statement in _triggers()))
    return zlib.crc32("\n".join(parts).encode()) & 0x7FFFFFFF


def _found_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search\\_%'"
        " ESCAPE '\\'"
    )
    return {str(name): str(sql) for name, sql in rows}


def _triggers() -> Iterator[tuple[str, str]]:
    for name in ("search_words", "search_trigrams"):
        added = f"{name} (rowid, title, body) VALUES (new.id, new.title, new.body)"
        taken = (
            f"{name} ({name}, rowid, title, body) VALUES ('delete', old.id, old.title, old.body)"
        )
        yield f"{name}_add", f"AFTER INSERT ON search_entries BEGIN INSERT INTO {added}; END"
        yield f"{name}_remove", f"AFTER DELETE ON search_entries BEGIN INSERT INTO {taken}; END"
    for source in _SOURCES:
        yield from _source_triggers(source)
    again = "; ".join(
        _insert(source, source.table, f"FROM {source.table}", "AND {session} = new.id")
        for source in _SOURCES
        if source.session != "NULL"
    )
    when = "AFTER UPDATE OF deleted_at ON sessions WHEN new.deleted_at IS NOT old.deleted_at"
    remove = "DELETE FROM search_entries WHERE session_id = new.id"
    yield "search_session_delete", f"{when} BEGIN {remove}; {again}; END"


def _source_triggers(source: _Source) -> Iterator[tuple[str, str]]:
    name = f"search_{source.kind}"
    insert = _insert(source, "new")
    remove = f"DELETE FROM search_entries WHERE ref_id = old.id AND kind = '{source.kind}'"  # noqa: S608
    yield f"{name}_add", f"AFTER INSERT ON {source.table} BEGIN {insert}; END"
    yield f"{name}_remove", f"AFTER DELETE ON {source.table} BEGIN {remove}; END"
    when = f"AFTER UPDATE OF {source.columns} ON {source.table}"
    yield f"{name}_change", f"{when} BEGIN {remove}; {insert}; END"


def _insert(source: _Source, row: str, origin: str = "", condition: str = "") -> str:
    entry = source.entry(row).replace("{source}", origin)
    condition = condition.replace("{session}", source.session.replace("{row}", row))
    return f"INSERT INTO search_entries {_COLUMNS} SELECT {entry} {condition}".rstrip()
