"""Opens the database file, making it first when there is none."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from core.bus import Bus
from core.clock import Clock
from core.db import app_state
from core.db.database import Database
from core.db.engine import open_engine
from core.db.failures import translated
from core.db.identity import Account, Identity, User
from core.db.upgrade import create_schema, read_revision
from core.db.work import Work
from core.db.writes import BeforeCommit
from core.ids import new_id


def open_database(
    path: Path, key: bytes, *, bus: Bus, clock: Clock, before_commit: Sequence[BeforeCommit] = ()
) -> Database:
    """The database at `path`, at the newest schema, with a local account and user.

    Raises:
        EnvironmentProblem: the file cannot be opened, written or read with this key.
    """
    with translated(path):
        engine = open_engine(path, key)
        try:
            with engine.begin() as connection:
                if read_revision(connection) is None:
                    create_schema(connection)
                identity = _identity(connection, clock)
        except BaseException:
            engine.dispose()
            raise
    return Database(engine, path, identity, bus=bus, clock=clock, before_commit=before_commit)


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
