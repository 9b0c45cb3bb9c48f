"""Brings back a data folder that cannot be opened, from its backups."""

from __future__ import annotations

from core.clock import Clock
from core.db.backup import Backup, Backups, find_backups
from core.db.failures import KeyProblem
from core.db.profile_lock import ProfileLock
from core.db.restoring import restore_backup
from core.db.unlocking import stored_key
from core.errors import EnvironmentProblem
from core.paths import Profile
from core.secrets import SecretStore


def restore_newest(profile: Profile, store: SecretStore, clock: Clock) -> Backup:
    """Put the newest backup that can be used in the place of the database; returns it.

    A backup that is damaged, newer than this FlowPilot or of another key is passed over. The
    present database is backed up, or put aside when it cannot be read.

    Raises:
        EnvironmentProblem: no backup can be used, another FlowPilot has the folder open, or there
            is no space. The data is as it was.
    """
    key = stored_key(profile, store)
    if key is None:
        raise KeyProblem(
            "The backups have the same key as the data.",
            "It is not on this computer.",
            hint="Enter the recovery key you saved; then restore a backup.",
        )
    problem = EnvironmentProblem("There is no backup.", f"{profile.backups} holds none.")
    backups = Backups(profile.database, profile.backups, key, clock)
    lock = ProfileLock(profile.lock_file)
    try:
        for backup in find_backups(profile.backups):
            try:
                restore_backup(backup.path, profile.database, key, backups)
            except EnvironmentProblem as refused:
                if refused.retryable:
                    raise
                problem = refused
            else:
                return backup
    finally:
        lock.release()
    raise problem
