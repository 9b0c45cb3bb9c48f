"""What the app does for its data once the window is up: check it, back it up, warm up."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from core.db.storage import Storage
from core.playbooks.shelf import Shelf
from core.scripts.scripts import LazyScripts
from core.settings.definitions import BACKUPS_KEPT
from core.settings.store import SettingsStore

_log = logging.getLogger(__name__)


class Housekeeping:
    """One round per start, on a thread of its own; `aclose` waits for the step under way.

    Laptops sleep for weeks without a start, so `back_up` is called when they wake up, too.
    """

    def __init__(
        self, storage: Storage, settings: SettingsStore, playbooks: Shelf, scripts: LazyScripts
    ) -> None:
        self._storage = storage
        self._settings = settings
        self._playbooks = playbooks
        self._scripts = scripts
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="housekeeping")

    async def run(self) -> None:
        """Load playbooks and scripts, check the file after an unclean end, make the daily backup.

        Raises:
            EnvironmentProblem: the file is damaged, or the backup could not be written.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._playbooks)
        await loop.run_in_executor(self._thread, self._prepare_scripts)
        if self._storage.needs_check:
            await loop.run_in_executor(self._thread, self._storage.check)
            _log.info("housekeeping.checked")
        await self.back_up()

    async def back_up(self) -> None:
        """Make the daily backup if it is due.

        Raises:
            EnvironmentProblem: the backup could not be written.
        """
        kept = self._settings.read(BACKUPS_KEPT)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._storage.back_up_if_due, kept)

    def _prepare_scripts(self) -> None:
        """Say of runs that were cut off that nobody knows, and take in the shipped templates."""
        scripts = self._scripts()
        scripts.runner.remove_leftovers()
        cut_off = scripts.use.recover()
        if cut_off:
            _log.info("housekeeping.runs_cut_off %s", cut_off)
        scripts.templates.take_in_seeds()

    async def aclose(self) -> None:
        """Drop the steps that have not begun and wait for the one that has."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)
