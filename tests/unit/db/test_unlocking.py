"""The key: made once, kept, never replaced behind anybody's back, restored by its owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.bus import Bus
from core.clock import SystemClock
from core.db.failures import KeyProblem
from core.db.storage import open_storage
from core.db.unlocking import database_key, recovery_key, unlock_with_recovery_key
from core.errors import EnvironmentProblem, UserError
from core.paths import Profile
from core.recovery_key import write_recovery_key
from tests.fakes.secrets import MemorySecretStore


class ForgetfulStore(MemorySecretStore):
    """Takes a secret and does not keep it."""

    def write(self, name: str, secret: str) -> None:
        pass


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile(tmp_path / "data")
    profile.prepare()
    return profile


@pytest.fixture
def store() -> MemorySecretStore:
    return MemorySecretStore()


@pytest.fixture
def used(profile: Profile, store: MemorySecretStore) -> Profile:
    """A profile with a database."""
    open_storage(profile, store, bus=Bus(), clock=SystemClock()).close()
    return profile


def test_a_new_profile_gets_a_random_key_of_its_own(
    tmp_path: Path, profile: Profile, store: MemorySecretStore
) -> None:
    other = Profile(tmp_path / "other")
    other.prepare()
    first, second = database_key(profile, store), database_key(other, store)
    assert len(first) == len(second) == 32
    assert first != second
    assert database_key(profile, store) == first


def test_a_missing_key_is_said_and_nothing_is_made_in_its_place(
    used: Profile, store: MemorySecretStore
) -> None:
    before = used.database.read_bytes()
    store.secrets.clear()
    with pytest.raises(KeyProblem, match="not on this computer") as problem:
        open_storage(used, store, bus=Bus(), clock=SystemClock())
    assert "recovery key" in problem.value.hint
    assert used.database.read_bytes() == before
    assert store.secrets == {}


def test_the_recovery_key_puts_it_back(used: Profile, store: MemorySecretStore) -> None:
    written = recovery_key(used, store)
    store.secrets.clear()
    unlock_with_recovery_key(used, store, written.lower())
    open_storage(used, store, bus=Bus(), clock=SystemClock()).close()
    assert recovery_key(used, store) == written


def test_the_recovery_key_of_another_database_is_refused(
    used: Profile, store: MemorySecretStore
) -> None:
    kept = dict(store.secrets)
    with pytest.raises(UserError, match="another database") as refusal:
        unlock_with_recovery_key(used, store, write_recovery_key(b"o" * 32))
    assert refusal.value.field == "recovery_key"
    assert store.secrets == kept


@pytest.mark.parametrize("stored", ["", "zz", "ab" * 31, "not a key"])
def test_a_key_that_was_tampered_with_is_said(
    used: Profile, store: MemorySecretStore, stored: str
) -> None:
    for name in store.secrets:
        store.secrets[name] = stored
    with pytest.raises(KeyProblem):
        database_key(used, store)


def test_a_store_that_does_not_keep_the_key_stops_the_start(profile: Profile) -> None:
    with pytest.raises(EnvironmentProblem, match="did not keep"):
        open_storage(profile, ForgetfulStore(), bus=Bus(), clock=SystemClock())
    assert not profile.database.exists()
    store = MemorySecretStore()
    open_storage(profile, store, bus=Bus(), clock=SystemClock()).close()


def test_a_locked_keyring_stops_the_start_and_is_cured(
    used: Profile, store: MemorySecretStore
) -> None:
    store.locked = True
    with pytest.raises(EnvironmentProblem, match="did not answer"):
        open_storage(used, store, bus=Bus(), clock=SystemClock())
    store.locked = False
    open_storage(used, store, bus=Bus(), clock=SystemClock()).close()


@pytest.mark.parametrize("key_is_there", [True, False])
def test_a_lost_database_with_backups_does_not_start_from_nothing(
    used: Profile, store: MemorySecretStore, key_is_there: bool
) -> None:
    storage = open_storage(used, store, bus=Bus(), clock=SystemClock())
    storage.back_up()
    storage.close()
    used.database.unlink()
    if not key_is_there:
        store.secrets.clear()
    with pytest.raises(EnvironmentProblem, match="there are backups"):
        open_storage(used, store, bus=Bus(), clock=SystemClock())
    assert not used.database.exists()


def test_a_weak_store_is_named_when_its_key_is_missing(used: Profile) -> None:
    with pytest.raises(KeyProblem, match="has no keyring"):
        database_key(used, MemorySecretStore(weakness="This computer has no keyring."))
