"""Opens the data folder in the background, so that the window can be built meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.app import Core


class Opening:
    """One attempt to open the data folder, and the way to make another."""

    def __init__(self, open_now: Callable[[], Core]) -> None:
        self._open = open_now
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        self.result: Future[Core] = self._thread.submit(open_now)
        self._thread.shutdown(wait=False)

    def again(self) -> Opening:
        """Try once more, for example after the recovery key was entered."""
        return Opening(self._open)


def begin_opening(profile_folder: Path | None) -> Opening:
    """Start to open the folder that the settings name, or everything inside `profile_folder`."""

    def open_now() -> Core:
        # Imported on this thread, beside the imports of the window's thread.
        from core.app import open_core
        from core.bus import Bus
        from core.clock import SystemClock
        from core.paths import chosen_profile, find_places
        from core.secrets import open_secret_store

        places = find_places(profile_folder)
        profile = chosen_profile(places, "")
        profile.prepare()
        secrets = open_secret_store(profile.secrets_file)
        return open_core(profile, secrets, Bus(), SystemClock())

    return Opening(open_now)
