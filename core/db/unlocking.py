"""The key of a profile's database: made once, kept in the secret store, restored by its owner."""

from __future__ import annotations

import secrets as randomness
from contextlib import closing
from pathlib import Path

from core.db.backup import find_backups
from core.db.engine import KEY_LENGTH, connect
from core.db.failures import KeyProblem, translated
from core.errors import EnvironmentProblem, UserError
from core.paths import Profile
from core.recovery_key import read_recovery_key, write_recovery_key
from core.secrets import SecretStore


def database_key(profile: Profile, store: SecretStore) -> bytes:
    """The key of the database; a profile without a database gets a new one.

    Raises:
        KeyProblem: there is a database but not its key. Nothing is made in its place.
        EnvironmentProblem: the store does not answer; or the database is gone and backups are not.
    """
    key = stored_key(profile, store)
    has_database = profile.database.exists()
    if key is not None:
        if not has_database:
            _refuse_to_hide_backups(profile)
        return key
    if has_database:
        raise KeyProblem(
            "The key of your data is not on this computer.",
            f"The database is {profile.database}. {store.weakness}".strip(),
            hint="Enter the recovery key you saved.",
        )
    _refuse_to_hide_backups(profile)
    key = randomness.token_bytes(KEY_LENGTH)
    _keep(store, _name(profile), key)
    return key


def stored_key(profile: Profile, store: SecretStore) -> bytes | None:
    """The key that is kept for a profile, whether there is a database or not."""
    stored = store.read(_name(profile))
    return None if stored is None else _parse(stored)


def recovery_key(profile: Profile, store: SecretStore) -> str:
    """The key as text to print or save in a password manager."""
    return write_recovery_key(database_key(profile, store))


def unlock_with_recovery_key(profile: Profile, store: SecretStore, text: str) -> None:
    """Put the key that somebody typed back in its place, once it is proven to open the database.

    Raises:
        UserError: it is not a recovery key, or the one of another database.
    """
    key = read_recovery_key(text)
    proof = _encrypted_file(profile)
    try:
        with translated(proof), closing(connect(proof, key)):
            pass
    except KeyProblem:
        raise UserError(
            "This recovery key belongs to another database.",
            hint="Look for the key you saved with this one.",
            field="recovery_key",
        ) from None
    _keep(store, _name(profile), key)


def _encrypted_file(profile: Profile) -> Path:
    """What shows whether a key is the right one: the database or, if it is gone, a backup."""
    if profile.database.exists():
        return profile.database
    backups = find_backups(profile.backups)
    if not backups:
        raise UserError("There is nothing here that a recovery key could open.")
    return backups[0].path


def _keep(store: SecretStore, name: str, key: bytes) -> None:
    store.write(name, key.hex())
    if store.read(name) != key.hex():
        raise EnvironmentProblem(
            "The keyring of this computer did not keep the key.",
            "Nothing was encrypted with it.",
            hint="Unlock the keyring and try again.",
            retryable=True,
        )


def _refuse_to_hide_backups(profile: Profile) -> None:
    if any(profile.backups.glob("*.db")):
        raise EnvironmentProblem(
            "The database is gone, but there are backups of it.",
            f"{profile.database} is not there.",
            hint=f"Restore one of them, or move {profile.backups} away to start with nothing.",
        )


def _name(profile: Profile) -> str:
    return f"database key {profile.read_id()}"


def _parse(stored: str) -> bytes:
    try:
        key = bytes.fromhex(stored)
    except ValueError:
        key = b""
    if len(key) != KEY_LENGTH:
        raise KeyProblem(
            "The key of your data was changed outside FlowPilot.",
            "What the keyring holds is not a key.",
            hint="Enter the recovery key you saved.",
        )
    return key
