"""Reads the playbooks for the settings, when they are looked at and when somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject

from core.app import Core
from core.playbooks.library import PlaybookLibrary
from desktop.settings.catalogue import Catalogue, catalogue_of
from desktop.settings.folders import show_folder
from desktop.settings.playbooks_section import PlaybooksSection
from desktop.tasks import Scope


class PlaybookActions(QObject):
    """Reloading also gives the assistant the new files."""

    def __init__(
        self,
        section: PlaybooksSection,
        core: Core,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._core = core
        self._scope = scope
        section.shown.connect(self.show)
        section.reload_requested.connect(lambda: self._read(core.playbooks.reload))
        section.open_folder_requested.connect(self._open_folder)

    def show(self) -> None:
        """Fill the section with what is loaded."""
        self._read(self._core.playbooks)

    def _open_folder(self) -> None:
        self._scope.latest("open folder", show_folder(self._core.storage.profile.playbooks))

    def _read(self, source: Callable[[], PlaybookLibrary]) -> None:
        def job() -> Catalogue:
            return catalogue_of(source())

        self._section.show_reading()
        self._scope.latest(
            "read playbooks",
            asyncio.to_thread(job),
            done=self._section.show_catalogue,
            failed=self._stop,
        )

    def _stop(self, error: Exception) -> bool:
        self._section.show_unread()
        return False
