"""Brings a database to the newest schema.

Starting must not pay for Alembic: the revision is read by SQL, and a new database is made from
the table definitions in one go. A test proves that this gives the very schema that running every
migration gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)

from core.db import search_index
from core.db.schema import metadata
from core.errors import Bug, EnvironmentProblem

REVISIONS = ("0001",)
"""Every schema there ever was, oldest first."""

MIGRATIONS = Path(__file__).parent / "migrations"


def read_revision(connection: Connection) -> str | None:
    """The schema of a database; None when it is empty."""
    if not _has_table(connection, "alembic_version"):
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if revision is None else str(revision)


def newest_schema() -> int:
    """The number of the newest schema this program knows."""
    return int(REVISIONS[-1])


def create_schema(connection: Connection) -> None:
    """Make every table and the search index in an empty database."""
    metadata.create_all(connection, checkfirst=False)
    search_index.create(connection)
    # As Alembic declares it, outside our metadata: no migration is about this table.
    version = Table(
        "alembic_version",
        MetaData(),
        Column("version_num", String(32), nullable=False),
        PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
    )
    version.create(connection, checkfirst=False)
    connection.execute(version.insert(), {"version_num": REVISIONS[-1]})


def is_old(revision: str) -> bool:
    return revision != REVISIONS[-1]


def refuse_newer(revision: str | None, path: Path) -> None:
    """Stop before a database that a newer FlowPilot has changed.

    Raises:
        EnvironmentProblem: the schema is not one of ours.
    """
    if revision is not None and revision not in REVISIONS:
        raise EnvironmentProblem(
            "This data was last used by a newer FlowPilot.",
            f"{path} was left as it is.",
            hint="Install the newest version, or restore a backup from before the update.",
        )


def upgrade_schema(engine: Engine) -> None:
    """Run the migrations that are missing, all of them or none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
        config.attributes["connection"] = connection
        # A table cannot be rebuilt while a trigger of another table speaks of it.
        search_index.drop(connection)
        command.upgrade(config, "head")
        search_index.create(connection)
        search_index.check_triggers(connection)
        _check_references(connection)


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Alembic rebuilds tables to change them; what refers to them must not be deleted along.

    SQLite ignores this pragma inside a transaction, so it goes around the engine.
    """
    driver_connection = connection.connection.driver_connection
    assert driver_connection is not None  # noqa: S101 - it was just opened
    driver_connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver_connection.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise Bug("An upgrade left rows that refer to nothing.", f"in {broken[0]}")


def _has_table(connection: Connection, name: str) -> bool:
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    return bool(connection.exec_driver_sql(query, (name,)).scalar())
