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

_PROGRAM = "program_version"


def open_database(
    path: Path,
    key: bytes,
    *,
    bus: Bus,
    clock: Clock,
    before_commit: Sequence[BeforeCommit] = (),
    program: str = "",
) -> Database:
    """The database at `path`, at the newest schema, with a local account and user.

    It is backed up to the folder `backups` beside it before its schema is upgraded, and before
    another version of the program than the last works with it; `program` is the version that opens
    it, or empty where that does not matter.

    Raises:
        EnvironmentProblem: the file cannot be opened or written, is newer, or has another key.
    """

    def open_file(path: Path) -> OpenFile:
        backups = Backups(path, path.parent / "backups", key, clock)
        return _open_file(path, key, backups, clock, program)

    return Database(path, open_file, bus=bus, clock=clock, before_commit=before_commit)


def _open_file(path: Path, key: bytes, backups: Backups, clock: Clock, program: str) -> OpenFile:
    with translated(path):
        engine = open_engine(path, key)
        try:
            _bring_up_to_date(engine, path, backups, program)
            with engine.begin() as connection:
                return OpenFile(engine, _identity(connection, clock))
        except BaseException:
            engine.dispose()
            raise


def _bring_up_to_date(engine: Engine, path: Path, backups: Backups, program: str) -> None:
    with engine.begin() as connection:
        revision = read_revision(connection)
        if revision is None:
            create_schema(connection)
            app_state.write(connection, _PROGRAM, program)
            return
        refuse_newer(revision, path)
        is_other_program = bool(program) and app_state.read(connection, _PROGRAM) != program
    if is_old(revision) or is_other_program:
        backups.make(BackupReason.UPGRADE)
    if is_old(revision):
        upgrade_schema(engine)
    with engine.begin() as connection:
        search_index.bring_up_to_date(connection)
        if is_other_program:
            app_state.write(connection, _PROGRAM, program)


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
