"""Puts a backup in the place of the database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.db.backup import BackupReason, Backups, copy_database
from core.db.engine import connect
from core.db.failures import disk_errors, translated
from core.db.upgrade import refuse_newer
from core.errors import EnvironmentProblem
from core.files import sync_folder

_BESIDE = ("", "-wal", "-shm")


def restore_backup(backup: Path, database: Path, key: bytes, backups: Backups) -> None:
    """Make the database what the backup says. Nobody may have it open.

    What was there is backed up first; if it cannot be, because it is damaged, it is put aside and
    never deleted. The database is replaced in one step, after the backup was proven good.

    Raises:
        EnvironmentProblem: the backup is damaged, newer or of another key, or there is no space.
            The database is as it was.
    """
    staged = database.with_name(f"{database.name}.restored")
    copy_database(backup, staged, key)
    try:
        _refuse_newer(staged, key)
        if database.exists():
            _keep_present(database, backups)
        with disk_errors(database):
            staged.replace(database)
    finally:
        staged.unlink(missing_ok=True)
    sync_folder(database.parent)


def _refuse_newer(path: Path, key: bytes) -> None:
    with translated(path), closing(connect(path, key)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    refuse_newer(row[0], path)


def _keep_present(database: Path, backups: Backups) -> None:
    try:
        backups.make(BackupReason.RESTORE)
    except EnvironmentProblem as problem:
        if problem.retryable:  # no space or no rights: the present data is fine
            raise
        with disk_errors(database):
            for suffix in _BESIDE:
                part = database.with_name(database.name + suffix)
                if part.exists():
                    part.replace(database.with_name(f"damaged-{database.name}{suffix}"))
