"""Opens the data folder in the background, so that the window can be built meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from core.paths import Places, Profile, chosen_profile, find_places
from core.settings.definitions import DATA_FOLDER
from core.settings.store import SettingsStore

if TYPE_CHECKING:
    from core.app import Core
    from core.copilot.pictures import Shrink
    from core.secrets import SecretStore


class Opening:
    """One attempt to open the data folder, and the way to make another."""

    def __init__(self, open_now: Callable[[], Core]) -> None:
        self._open = open_now
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        self.result: Future[Core] = thread.submit(open_now)
        thread.shutdown(wait=False)

    def again(self) -> Opening:
        """Try once more, for example after the recovery key was entered."""
        return Opening(self._open)


def begin_opening(places: Places, settings: SettingsStore, shrink: Shrink) -> Opening:
    """Start to open the data folder that the settings name. `shrink` scales pictures.

    The result fails with an EnvironmentProblem when the folder cannot be used.
    """

    def open_now() -> Core:
        # Imported on this thread, beside the imports of the window's thread.
        from core.app import open_core
        from core.bus import Bus
        from core.clock import SystemClock
        from core.secrets import open_secret_store

        profile = chosen(places, settings)
        profile.prepare()
        secrets = open_secret_store(profile.secrets_file)
        return open_core(profile, secrets, settings, Bus(), SystemClock(), shrink=shrink)

    return Opening(open_now)


def chosen(places: Places, settings: SettingsStore) -> Profile:
    """The data folder in force."""
    return chosen_profile(places, settings.read(DATA_FOLDER))


def open_elsewhere(places: Places, settings: SettingsStore) -> Profile | None:
    """The data folder, when another FlowPilot may have it open: whoever has it can be asked.

    After a kill it looks the same; then nobody answers.
    """
    from core.db.profile_lock import seems_open
    from core.errors import EnvironmentProblem

    try:
        profile = chosen(places, settings)
    except EnvironmentProblem:  # the start window says why
        return None
    return profile if seems_open(profile.lock_file) else None


def restore_newest(profile: Profile) -> None:
    """Put the newest usable backup in the place of a database that cannot be opened.

    Raises:
        EnvironmentProblem: no backup can be used, or another FlowPilot is open.
    """
    from core.clock import SystemClock
    from core.db import rescue
    from core.secrets import open_secret_store

    rescue.restore_newest(profile, open_secret_store(profile.secrets_file), SystemClock())


def unlock(profile: Profile, recovery_key: str) -> None:
    """Put back the key that somebody typed.

    Raises:
        UserError: it is not a recovery key, or not the one of this database.
    """
    from core.db.unlocking import unlock_with_recovery_key
    from core.secrets import open_secret_store

    unlock_with_recovery_key(profile, open_secret_store(profile.secrets_file), recovery_key)


def open_apart(folder: Path, secrets: SecretStore | None = None) -> Core:
    """Open data, key and settings inside one folder: for the demo, the self-test and tests.

    Without `secrets` the key is kept in a file in that folder.
    """
    from core.app import open_core
    from core.bus import Bus
    from core.clock import SystemClock
    from core.secrets import FileSecretStore

    places = find_places(folder)
    profile = Profile(places.default_data_folder)
    profile.prepare()
    settings = SettingsStore(places.settings_file)
    store = secrets or FileSecretStore(profile.secrets_file)
    return open_core(profile, store, settings, Bus(), SystemClock())
