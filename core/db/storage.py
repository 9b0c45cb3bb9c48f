"""The open data folder: its lock, its database, its backups, and what can be done with them."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from core.bus import Bus
from core.clock import Clock
from core.db.backup import KEPT, Backup, BackupReason, Backups, copy_database
from core.db.database import Database
from core.db.failures import disk_errors, disk_full
from core.db.integrity import full_check, quick_check, repair_search_index
from core.db.opening import open_database
from core.db.profile_lock import ProfileLock
from core.db.restoring import restore_backup
from core.db.unlocking import database_key
from core.db.writes import BeforeCommit
from core.errors import UserError
from core.paths import Profile
from core.recovery_key import write_recovery_key
from core.secrets import SecretStore

_log = logging.getLogger(__name__)


class Storage:
    """Made by `open_storage`. Its methods may take seconds: none belongs on the GUI thread.

    was_left_open  the run before this one did not end by itself
    """

    def __init__(
        self,
        profile: Profile,
        key: bytes,
        lock: ProfileLock,
        database: Database,
        clock: Clock,
        *,
        needs_check: bool,
    ) -> None:
        self.profile = profile
        self.database = database
        self.needs_check = needs_check
        self.was_left_open = lock.was_left_open
        self._key = key
        self._lock = lock
        self._clock = clock

    def backups(self) -> list[Backup]:
        """Every backup there is, newest first."""
        return self._backups().found()

    def back_up(self) -> Backup:
        """Back up now, because somebody asks."""
        return self._backups().make(BackupReason.MANUAL)

    def back_up_if_due(self, kept: int = KEPT) -> Backup | None:
        """Make the daily backup unless there is one of the last 24 hours."""
        backups = self._backups()
        return backups.make(BackupReason.DAILY, kept) if backups.is_due() else None

    def restore(self, backup: Backup) -> None:
        """Make the data what a backup says; the present data is backed up first.

        Raises:
            EnvironmentProblem: the backup is damaged, newer or of another key, or there is no
                space. The data is as it was.
        """

        def replace_file() -> Path:
            path = self.profile.database
            restore_backup(backup.path, path, self._key, self._backups())
            return path

        self.database.swap(replace_file)
        _log.info("storage.restored name=%s", backup.path.name)

    def check(self) -> None:
        """The full check after an unclean end; see `integrity`.

        Raises:
            EnvironmentProblem: the file is damaged.
        """
        repair_search_index(self.profile.database, self._key)
        full_check(self.profile.database, self._key)
        self.needs_check = False

    def recovery_key(self) -> str:
        """The key as text to print or to keep in a password manager."""
        return write_recovery_key(self._key)

    def move(self, target: Path, remember: Callable[[Path], None]) -> None:
        """Move the data to another folder.

        `remember` stores the new place in the settings. It is called when the copy is complete and
        checked; what is in the old folder is removed only when the copy is open. Secrets that are
        in a file move along: open their store again at the new profile.

        Raises:
            UserError: the target is not empty, or lies inside the present folder.
            EnvironmentProblem: no space or no rights there; nothing was changed.
        """
        old, new = self.profile, Profile(target.expanduser().absolute())
        _check_target(old, new)
        with ExitStack() as undo:
            new.prepare()
            lock = ProfileLock(new.lock_file)
            undo.callback(lock.release)

            def replace_file() -> Path:
                try:
                    _copy(old, new, self._key)
                    remember(new.root)
                except BaseException:
                    _remove(new)
                    raise
                return new.database

            self.database.swap(replace_file)
            undo.pop_all()
        _log.info("storage.moved")
        self.profile = new
        _remove(old)
        self._lock.release()
        self._lock = lock

    def expect_end(self) -> None:
        """The computer shuts down or the user signs out: what comes is no unexpected end."""
        self._lock.expect_end()

    def close(self) -> None:
        """Close the database, then let go of the folder. Safe to call twice."""
        self.database.close()
        self._lock.release()

    def _backups(self) -> Backups:
        return Backups(self.profile.database, self.profile.backups, self._key, self._clock)


def open_storage(
    profile: Profile,
    secrets: SecretStore,
    *,
    bus: Bus,
    clock: Clock,
    before_commit: Sequence[BeforeCommit] = (),
    program: str = "",
) -> Storage:
    """Open a data folder, making what is missing. `program` is the version that opens it.

    Raises:
        EnvironmentProblem: another FlowPilot has it open; no rights; a damaged or newer database.
        KeyProblem: the recovery key is needed.
    """
    with ExitStack() as undo:
        profile.prepare()
        lock = ProfileLock(profile.lock_file)
        undo.callback(lock.release)
        key = database_key(profile, secrets)
        was_cut_off = profile.database.exists() and (lock.was_left_open or _has_log(profile))
        if was_cut_off:
            quick_check(profile.database, key)
        database = open_database(
            profile.database,
            key,
            bus=bus,
            clock=clock,
            before_commit=before_commit,
            program=program,
        )
        undo.pop_all()
    _log.info("storage.opened was_cut_off=%s", was_cut_off)
    return Storage(profile, key, lock, database, clock, needs_check=was_cut_off)


def _has_log(profile: Profile) -> bool:
    """A clean end folds the write-ahead log into the database and removes it."""
    log = profile.database.with_name(f"{profile.database.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _check_target(old: Profile, new: Profile) -> None:
    if new.root == old.root or old.root in new.root.parents:
        raise UserError(
            "Choose a folder outside the present one.",
            f"The data is in {old.root}.",
            field="folder",
        )
    with disk_errors(new.root):
        if new.root.exists() and any(new.root.iterdir()):
            raise UserError(
                "That folder is not empty.",
                f"{new.root} holds other files.",
                hint="Choose an empty folder or a new one.",
                field="folder",
            )


_MOVED_FILES = ("profile.id", "flowpilot.key")
_MOVED_FOLDERS = ("backups", "exports", "playbooks")


def _copy(old: Profile, new: Profile, key: bytes) -> None:
    with disk_errors(new.root):
        needed = sum(file.stat().st_size for file in old.root.rglob("*") if file.is_file())
        if shutil.disk_usage(new.root).free < needed:
            raise disk_full(new.database)
        for name in _MOVED_FOLDERS:
            shutil.copytree(old.root / name, new.root / name, dirs_exist_ok=True)
        for name in _MOVED_FILES:
            if (old.root / name).exists():
                shutil.copy2(old.root / name, new.root / name)
    copy_database(old.database, new.database, key)


def _remove(profile: Profile) -> None:
    """Remove what `_copy` copies. The folder itself stays, with whatever else is in it."""
    for name in _MOVED_FOLDERS:
        shutil.rmtree(profile.root / name, ignore_errors=True)
    for name in (*_MOVED_FILES, profile.database.name):
        (profile.root / name).unlink(missing_ok=True)
