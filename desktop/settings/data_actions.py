"""Moves, backs up and restores the data, one thing at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.app import Core
from core.db.backup import Backup
from core.paths import APP_NAME
from core.settings.definitions import BACKUPS_KEPT, DATA_FOLDER
from desktop.settings.backup_list import BackupLine, backup_lines
from desktop.settings.data_section import DataSection
from desktop.settings.data_sheets import move_sheet, recovery_key_sheet, restore_sheet
from desktop.settings.failures import explained
from desktop.settings.folders import is_free, show_folder
from desktop.settings.keeping import Keeping
from desktop.settings.recovery_key_actions import RecoveryKeyActions
from desktop.settings.wording import moment
from desktop.settings.work_line import WorkLine
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone

Result = TypeVar("Result")


class DataActions(QObject):
    """What was done, or why it was not, is said in the section."""

    replacing = Signal()
    """The data is about to become other data: nothing of it may stay open."""
    moved = Signal()
    """The data is in another folder now: what writes beside it goes there too."""
    copied = Signal(str)

    def __init__(
        self,
        icons: Icons,
        section: DataSection,
        core: Core,
        keeping: Keeping,
        recovery: RecoveryKeyActions,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._section = section
        self._storage = core.storage
        self._secrets = core.secrets
        self._keeping = keeping
        self._recovery = recovery
        self._scope = scope
        section.shown.connect(self.show)
        section.open_folder_requested.connect(self._open)
        section.move_chosen.connect(lambda path: self._ask_move(Path(path)))
        section.recovery_key_requested.connect(self.show_recovery_key)
        section.back_up_requested.connect(self._back_up)
        section.keep_count_chosen.connect(lambda kept: keeping.keep(BACKUPS_KEPT, kept))
        section.backups.restore_requested.connect(self._ask_restore)
        recovery.saved_changed.connect(self.show)
        section.keep_count.show_value(keeping.read(BACKUPS_KEPT))

    def show(self) -> None:
        """Fill the section with what is true now."""
        self._section.show_folder(str(self._storage.profile.root))
        self._section.show_encryption(self._secrets.weakness, _saved(self._recovery.saved_at))
        self._scope.latest(
            "list backups", asyncio.to_thread(self._storage.backups), done=self._show_backups
        )

    def show_recovery_key(self) -> None:
        """Open the recovery key to copy or save."""
        sheet, panel = recovery_key_sheet(self._icons, self._window())
        self._recovery.serve(panel)
        panel.copied.connect(self.copied)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _show_backups(self, backups: list[Backup]) -> None:
        self._section.backups.show_lines(backup_lines(backups))

    def _open(self) -> None:
        self._scope.latest("open folder", show_folder(self._storage.profile.root))

    def _ask_move(self, chosen: Path) -> None:
        target = chosen if is_free(chosen) else chosen / APP_NAME
        source = str(self._storage.profile.root)
        sheet = move_sheet(self._icons, source, str(target), self._window())
        sheet.accepted.connect(lambda: self._move(target))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _move(self, target: Path) -> None:
        def remember(folder: Path) -> None:
            self._keeping.keep_here(DATA_FOLDER, str(folder))

        async def move() -> None:
            await self._storage.database.run(lambda: self._storage.move(target, remember))
            self.moved.emit()

        self._work(
            self._section.move_work,
            "Moving the data…",
            move(),
            lambda _: f"The data is now in {self._storage.profile.root}.",
        )

    def _back_up(self) -> None:
        self._work(
            self._section.backup_work,
            "Backing up…",
            asyncio.to_thread(self._storage.back_up),
            lambda backup: f"Backed up as {backup.path.name}.",
        )

    def _ask_restore(self, line: BackupLine) -> None:
        sheet = restore_sheet(self._icons, line, self._window())
        sheet.accepted.connect(lambda: self._restore(line))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _restore(self, line: BackupLine) -> None:
        self.replacing.emit()
        self._work(
            self._section.backup_work,
            "Restoring the backup…",
            self._storage.database.run(lambda: self._storage.restore(line.backup)),
            lambda _: f"The data is what it was on {line.made}.",
        )

    def _work(
        self,
        line: WorkLine,
        text: str,
        work: Coroutine[Any, Any, Result],
        said: Callable[[Result], str],
    ) -> None:
        def done(result: Result) -> None:
            self._end(line, Tone.SUCCESS, said(result))

        def failed(error: Exception) -> bool:
            self._end(line, Tone.DANGER, explained(error))
            return bool(explained(error))

        line.show_work(text)
        self._section.set_busy(True)
        self._scope.run(text, work, done=done, failed=failed)

    def _end(self, line: WorkLine, tone: Tone, text: str) -> None:
        self._section.set_busy(False)
        line.show_outcome(tone, text)
        self._section.reveal(line)
        self.show()

    def _window(self) -> QWidget:
        return self._section.window()


def _saved(saved_at: str) -> str:
    try:
        return f"You saved the recovery key on {moment(datetime.fromisoformat(saved_at))}."
    except ValueError:
        return "The recovery key is not saved yet. Without it, a lost key means lost data."
