"""Stores a setting without making the window wait for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from core.db.database import Database
from core.settings.definitions import Setting
from core.settings.store import SettingsStore
from desktop.tasks import Scope

T = TypeVar("T", bool, int, str)


class Keeping:
    """Writes go one after the other on the database thread; reads are at hand.

    On that thread they cannot cross the write that remembers a moved data folder.
    """

    def __init__(self, store: SettingsStore, database: Database, scope: Scope) -> None:
        self._store = store
        self._database = database
        self._scope = scope

    def read(self, setting: Setting[T]) -> T:
        return self._store.read(setting)

    def keep(
        self,
        setting: Setting[T],
        value: T,
        done: Callable[[], None] | None = None,
        *,
        failed: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Store a value that was checked, then call `done`.

        A disk that refuses is told by the presenter, unless `failed` settles it.
        """
        # Under way before the task is: a task that is cancelled at once would never begin.
        stored = self._database.submit(lambda: self._store.write(setting, value))
        self._scope.run(
            f"keep {setting.key}",
            _settled(asyncio.wrap_future(stored)),
            done=lambda _: done() if done else None,
            failed=failed,
        )

    def keep_here(self, setting: Setting[T], value: T) -> None:
        """Store a value at once, for work that is on the database thread already."""
        self._store.write(setting, value)


async def _settled(stored: asyncio.Future[None]) -> None:
    try:
        await asyncio.shield(stored)
    except asyncio.CancelledError:
        # The application closes: what was chosen is stored nevertheless.
        await stored
        raise
