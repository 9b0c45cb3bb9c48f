"""Shows and saves what is known about trouble: crash reports and the diagnostics bundle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.app import Core
from core.crashes.privacy import privacy_here
from core.crashes.reports import CrashReport
from core.diagnostics.bundle import BundleFile, gather_bundle, save_bundle
from core.errors import AppError, EnvironmentProblem
from core.files import write_atomically
from desktop.settings.diagnostics import diagnostics, report
from desktop.settings.failures import explained
from desktop.settings.files_sheet import FilesSheet, ShownFile
from desktop.settings.wording import count, file_size, moment
from desktop.tasks import Scope
from desktop.theme.icons import Icons

_ON_REPORTS = (
    "They say where in the program something went wrong, not what you were working on. They stay "
    "on this computer unless you save and hand them on."
)
_ON_BUNDLE = (
    "These files, and nothing else, go into the bundle. Sessions, clients, keys and your name are "
    "not in them. Nothing is sent: you save a file and decide who gets it."
)


class TroubleActions(QObject):
    """Opens the two sheets and writes what they are asked to save."""

    copied = Signal(str)
    saved = Signal(str)
    """Something was written; says where."""

    def __init__(
        self,
        icons: Icons,
        core: Core,
        version: str,
        scope: Scope,
        window: Callable[[], QWidget],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._core = core
        self._version = version
        self._scope = scope
        self._window = window

    def show_reports(self) -> None:
        """Open every report, the newest first."""
        work = asyncio.to_thread(_read_reports, self._core)
        self._scope.latest("read crash reports", work, done=self._show_reports)

    def prepare_bundle(self, done: Callable[[], None], disputed: str = "") -> None:
        """Gather what would go in and show it; `done` is called when that is settled."""

        def shown(files: tuple[BundleFile, ...]) -> None:
            done()
            self._show_bundle(files)

        def failed(error: Exception) -> bool:
            done()
            return False

        self._scope.latest("gather the bundle", self._gather(disputed), done=shown, failed=failed)

    async def _gather(self, disputed: str) -> tuple[BundleFile, ...]:
        core = self._core
        names = await core.database.run(core.client_rules.names_and_terms)
        checked = await asyncio.to_thread(_check, core)
        details = await asyncio.to_thread(diagnostics, self._version, core)
        at = moment(core.clock.now())
        return await asyncio.to_thread(
            gather_bundle,
            report(details, f"{checked} ({at})", disputed),
            core.settings,
            core.storage.profile.logs,
            core.crashes.reports,
            privacy_here().with_terms(names),
        )

    def _show_reports(self, found: Sequence[tuple[CrashReport, str]]) -> None:
        if not found:
            return
        files = [ShownFile(moment(one.made_at), one.kind.label, text) for one, text in found]
        sheet = self._sheet(
            "Crash reports", _ON_REPORTS, files, ("Noticed", "What"), confirm="Save report…"
        )

        def ask() -> None:
            one = found[sheet.chosen()][0]
            sheet.ask_place("Save the report", f"FlowPilot-{one.path.name}", "Text (*.txt)")

        sheet.confirmed.connect(ask)
        sheet.place_chosen.connect(
            lambda path: self._save(
                sheet, Path(path), lambda: _write(Path(path), found[sheet.chosen()][1])
            )
        )
        sheet.open()

    def _show_bundle(self, files: tuple[BundleFile, ...]) -> None:
        shown = [ShownFile(one.name, file_size(len(one.content)), one.text) for one in files]
        title = f"Diagnostics bundle: {count(len(files), 'file')}"
        sheet = self._sheet(title, _ON_BUNDLE, shown, ("File", "Size"), confirm="Save bundle…")
        at = self._core.clock.now().astimezone()
        name = f"FlowPilot-diagnostics-{at:%Y-%m-%d}.zip"
        sheet.confirmed.connect(
            lambda: sheet.ask_place("Save the diagnostics bundle", name, "Zip archive (*.zip)")
        )
        sheet.place_chosen.connect(
            lambda path: self._save(sheet, Path(path), lambda: save_bundle(files, Path(path), at))
        )
        sheet.open()

    def _sheet(
        self,
        title: str,
        text: str,
        files: Sequence[ShownFile],
        columns: tuple[str, str],
        *,
        confirm: str,
    ) -> FilesSheet:
        sheet = FilesSheet(
            self._icons, title, text, files, columns, confirm=confirm, parent=self._window()
        )
        sheet.copied.connect(self.copied)
        return sheet

    def _save(self, sheet: FilesSheet, path: Path, write: Callable[[], None]) -> None:
        def done(_: None) -> None:
            sheet.settled()
            self.saved.emit(f"Saved as {path}.")

        def failed(error: Exception) -> bool:
            if explained(error):
                sheet.show_refusal(explained(error))
            return bool(explained(error))

        self._scope.latest("save a report", asyncio.to_thread(write), done=done, failed=failed)


def _check(core: Core) -> str:
    try:
        core.storage.check()
    except AppError as error:
        return f"failed: {error.title}"
    return "whole"


def _read_reports(core: Core) -> list[tuple[CrashReport, str]]:
    found = []
    for one in core.crashes.reports.found():
        try:
            found.append((one, one.path.read_text(encoding="utf-8", errors="replace")))
        except OSError as error:
            found.append((one, f"This report cannot be read: {error.strerror}."))
    return found


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise EnvironmentProblem(
            "The report was not saved.",
            f"{path}: {error.strerror or error}.",
            hint="Choose another folder, or copy the text.",
            retryable=True,
        ) from error
