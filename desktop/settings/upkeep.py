"""What the data needs once the window is up: a check after a crash, a backup every day."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.settings.definitions import BACKUPS_KEPT
from desktop.tasks import Scope


class Upkeep(QObject):
    """Runs beside the work; what goes wrong is shown by the presenter."""

    checked = Signal()

    def __init__(self, core: Core, scope: Scope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._scope = scope

    def start(self) -> None:
        self._scope.run("look after the data", self._look_after())

    async def _look_after(self) -> None:
        storage = self._core.storage
        if storage.needs_check:
            # A damaged database must not replace a good backup, so this comes first.
            await asyncio.to_thread(storage.check)
            self.checked.emit()
        kept = self._core.settings.read(BACKUPS_KEPT)
        await asyncio.to_thread(storage.back_up_if_due, kept)
