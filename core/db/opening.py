"""Opens a database file: makes it when there is none, brings it to the newest schema."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine

from core.bus import Bus
from core.clock import Clock
from core.db import app_state, search_index
from core.db.backup import BackupReason, Backups
from core.db.database import Database, OpenFile
from core.db.engine import open_engine
from core.db.failures import translated
from core.db.identity import Account, Identity, User
from core.db.upgrade import create_schema, is_old, read_revision, refuse_newer, upgrade_schema
from core.db.work import Work
from core.db.writes import BeforeCommit
from core.ids import new_id


def open_database(
    path: Path, key: bytes, *, bus: Bus, clock: Clock, before_commit: Sequence[BeforeCommit] = ()
) -> Database:
    """The database at `path`, at the newest schema, with a local account and user.

    An older one is backed up to the folder `backups` beside it before it is upgraded.

    Raises:
        EnvironmentProblem: the file cannot be opened or written, is newer, or has another key.
    """

    def open_file(path: Path) -> OpenFile:
        return _open_file(path, key, Backups(path, path.parent / "backups", key, clock), clock)

    return Database(path, open_file, bus=bus, clock=clock, before_commit=before_commit)


def _open_file(path: Path, key: bytes, backups: Backups, clock: Clock) -> OpenFile:
    with translated(path):
        engine = open_engine(path, key)
        try:
            _bring_up_to_date(engine, path, backups)
            with engine.begin() as connection:
                return OpenFile(engine, _identity(connection, clock))
        except BaseException:
            engine.dispose()
            raise


def _bring_up_to_date(engine: Engine, path: Path, backups: Backups) -> None:
    with engine.begin() as connection:
        revision = read_revision(connection)
        if revision is None:
            create_schema(connection)
            return
    refuse_newer(revision, path)
    if is_old(revision):
        backups.make(BackupReason.UPGRADE)
        upgrade_schema(engine)
    with engine.begin() as connection:
        search_index.bring_up_to_date(connection)


def _identity(connection: Connection, clock: Clock) -> Identity:
    """Who is at work; the first opening makes a local account with one user."""
    known = app_state.read_identity(connection)
    if known is not None:
        return known
    identity, now = Identity(new_id(), new_id()), clock.now()
    work = Work(connection, identity, clock)
    work.accounts.add(Account(id=identity.account_id, name="This computer", created_at=now))
    work.users.add(
        User(
            id=identity.user_id,
            account_id=identity.account_id,
            name=_login_name(),
            created_at=now,
        )
    )
    app_state.write_identity(connection, identity)
    return identity


def _login_name() -> str:
    try:
        return getpass.getuser()[:200] or "Engineer"
    except (ImportError, KeyError, OSError):
        return "Engineer"
