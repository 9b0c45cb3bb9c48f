"""A folder that cannot be opened comes back from its backups, with its own key only."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.bus import Bus
from core.clock import SystemClock
from core.db.backup import BackupReason
from core.db.failures import KeyProblem
from core.db.profile_lock import ProfileLock
from core.db.rescue import restore_newest
from core.db.storage import open_storage
from core.db.unlocking import recovery_key, unlock_with_recovery_key
from core.errors import EnvironmentProblem, UserError
from core.paths import Profile
from tests.fakes.secrets import MemorySecretStore


@pytest.fixture
def store() -> MemorySecretStore:
    return MemorySecretStore()


@pytest.fixture
def profile(tmp_path: Path, store: MemorySecretStore) -> Profile:
    """A closed data folder with two backups."""
    profile = Profile(tmp_path / "data")
    storage = open_storage(profile, store, bus=Bus(), clock=SystemClock())
    storage.back_up_if_due()
    storage.back_up()
    storage.close()
    return profile


def opens(profile: Profile, store: MemorySecretStore) -> bool:
    storage = open_storage(profile, store, bus=Bus(), clock=SystemClock())
    storage.close()
    return True


def spoil(path: Path) -> None:
    path.write_bytes(b"not a database " * 1000)


def test_a_damaged_database_is_put_aside_and_the_backup_takes_its_place(
    profile: Profile, store: MemorySecretStore
) -> None:
    spoil(profile.database)
    with pytest.raises(EnvironmentProblem):
        opens(profile, store)
    restore_newest(profile, store, SystemClock())
    assert opens(profile, store)
    assert (profile.root / "damaged-flowpilot.db").exists()


def test_a_database_that_is_gone_comes_back(profile: Profile, store: MemorySecretStore) -> None:
    profile.database.unlink()
    restore_newest(profile, store, SystemClock())
    assert opens(profile, store)


def test_a_spoilt_backup_is_passed_over(profile: Profile, store: MemorySecretStore) -> None:
    manual = next(profile.backups.glob(f"*-{BackupReason.MANUAL}.db"))
    manual.rename(profile.backups / "2099-01-01-000000-manual.db")
    spoil(profile.backups / "2099-01-01-000000-manual.db")
    profile.database.unlink()
    assert restore_newest(profile, store, SystemClock()).reason is BackupReason.DAILY


def test_without_a_usable_backup_nothing_changes(
    profile: Profile, store: MemorySecretStore
) -> None:
    for backup in profile.backups.glob("*.db"):
        spoil(backup)
    before = profile.database.read_bytes()
    with pytest.raises(EnvironmentProblem):
        restore_newest(profile, store, SystemClock())
    assert profile.database.read_bytes() == before


def test_a_folder_in_use_is_left_alone(profile: Profile, store: MemorySecretStore) -> None:
    lock = ProfileLock(profile.lock_file)
    try:
        with pytest.raises(EnvironmentProblem, match="already open"):
            restore_newest(profile, store, SystemClock())
    finally:
        lock.release()


def test_without_the_key_the_recovery_key_is_asked_for_and_proven_by_a_backup(
    profile: Profile, store: MemorySecretStore
) -> None:
    text = recovery_key(profile, store)
    profile.database.unlink()
    store.secrets.clear()
    with pytest.raises(KeyProblem, match="recovery key"):
        restore_newest(profile, store, SystemClock())
    unlock_with_recovery_key(profile, store, text)
    restore_newest(profile, store, SystemClock())
    assert opens(profile, store)


def test_a_recovery_key_with_nothing_to_open_makes_nothing(
    profile: Profile, store: MemorySecretStore
) -> None:
    text = recovery_key(profile, store)
    profile.database.unlink()
    for backup in profile.backups.glob("*.db"):
        backup.unlink()
    with pytest.raises(UserError, match="nothing here"):
        unlock_with_recovery_key(profile, store, text)
    assert not profile.database.exists()
