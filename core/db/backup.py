"""Backups: whole, encrypted copies of the database, made while it is in use.

They are made by SQLite's backup API and never by copying the file: a copy misses what is still in
the write-ahead log. A backup gets its name only after it was opened, checked and put on the disk,
so a file in the backups folder is always a good one.
"""

from __future__ import annotations

import logging
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from core.clock import Clock
from core.db.engine import connect
from core.db.failures import damaged, disk_errors, translated
from core.files import sync_file, sync_folder

_log = logging.getLogger(__name__)

KEPT = 7
_DAY = timedelta(days=1)
_NAME = re.compile(r"(\d{4}-\d\d-\d\d-\d{6})-([a-z]+)\.db")
_STAMP = "%Y-%m-%d-%H%M%S"


class BackupReason(StrEnum):
    DAILY = "daily"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    """The data as it was before an older backup took its place."""
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk. `size` in bytes."""

    path: Path
    made_at: datetime
    reason: BackupReason
    size: int


class Backups:
    """The backups of one database."""

    def __init__(self, database: Path, folder: Path, key: bytes, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._key = key
        self._clock = clock

    def found(self) -> list[Backup]:
        """Every backup there is, newest first."""
        return find_backups(self._folder)

    def is_due(self) -> bool:
        """Whether no daily backup was made in the last 24 hours."""
        daily = [each for each in self.found() if each.reason is BackupReason.DAILY]
        now = self._clock.now()
        # One from the future is of a clock that was wrong, and says nothing about the last day.
        return not any(timedelta(0) <= now - each.made_at < _DAY for each in daily)

    def make(self, reason: BackupReason, kept: int = KEPT) -> Backup:
        """Back up the database as it is now, and drop the oldest of this reason beyond `kept`.

        Raises:
            EnvironmentProblem: no space, no rights, or a damaged database; nothing is left behind.
        """
        at = self._clock.now().astimezone(UTC)
        path = self._folder / f"{at.strftime(_STAMP)}-{reason}.db"
        with disk_errors(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_database(self._database, path, self._key)
        _log.info("backup.made name=%s", path.name)
        same_reason = [backup for backup in self.found() if backup.reason is reason]
        for old in same_reason[max(kept, 1) :]:
            old.path.unlink(missing_ok=True)
        return Backup(path, at.replace(microsecond=0), reason, path.stat().st_size)


def find_backups(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    backups = [backup for path in folder.glob("*.db") if (backup := _read(path))]
    return sorted(backups, key=lambda backup: backup.made_at, reverse=True)


def copy_database(source: Path, target: Path, key: bytes) -> None:
    """Copy a database, with everything that is committed, under the same key.

    Raises:
        EnvironmentProblem: no space, no rights, or a damaged source; the target is not there then.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with translated(target), disk_errors(target):
            part.unlink(missing_ok=True)
            _copy(source, part, key)
            sync_file(part)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def _copy(source: Path, target: Path, key: bytes) -> None:
    with closing(connect(source, key)) as origin, closing(connect(target, key)) as copy:
        origin.backup(copy)
        # One file that needs no log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(source)
        if _schema(copy) != _schema(origin):
            raise damaged(target)


def _schema(connection: driver.Connection) -> list[object]:
    return list(connection.execute("SELECT type, name FROM sqlite_master ORDER BY 1, 2"))


def _read(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        return Backup(path, made_at, BackupReason(match[2]), path.stat().st_size)
    except (ValueError, OSError):
        return None
