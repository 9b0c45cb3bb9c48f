"""Gathers the diagnostics and checks the database when somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.crashes.reports import CrashReport
from desktop.settings.diagnostics import diagnostics, disputed_words, report
from desktop.settings.diagnostics_section import DiagnosticsSection
from desktop.settings.failures import explained
from desktop.settings.folders import show_folder
from desktop.settings.trouble_actions import TroubleActions
from desktop.settings.wording import count, moment
from desktop.tasks import Scope
from desktop.theme.tokens import Tone


class DiagnosticsActions(QObject):
    """Fills the section each time it is looked at."""

    copied = Signal(str)

    def __init__(
        self,
        section: DiagnosticsSection,
        core: Core,
        version: str,
        scope: Scope,
        trouble: TroubleActions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._core = core
        self._version = version
        self._scope = scope
        self._trouble = trouble
        self._details: Mapping[str, str] = {}
        self._last_check = "not in this run"
        self._disputed = ""
        section.shown.connect(self.show)
        section.check_requested.connect(self._check)
        section.copy_requested.connect(self._copy)
        section.open_logs_requested.connect(self._open_logs)
        section.reports_requested.connect(trouble.show_reports)
        section.bundle_requested.connect(self._prepare_bundle)

    def show(self) -> None:
        core = self._core
        gather = asyncio.to_thread(diagnostics, self._version, core)
        self._scope.latest("diagnostics", gather, done=self._show_details)
        rate = core.database.run(core.facts.disputed_rate)
        self._scope.latest("disputed facts", rate, done=self._show_disputed)
        reports = asyncio.to_thread(core.crashes.reports.found)
        self._scope.latest("crash reports", reports, done=self._show_reports)

    def _show_details(self, details: Mapping[str, str]) -> None:
        self._details = details
        self._section.show_details(details)

    def _show_reports(self, found: Sequence[CrashReport]) -> None:
        text = "Nothing went wrong so far."
        if found:
            newest = f"{found[0].kind.label}, {moment(found[0].made_at)}"
            text = f"{count(len(found), 'report')}. The newest: {newest}."
        self._section.show_report_count(text, any_kept=bool(found))

    def _prepare_bundle(self) -> None:
        self._section.show_gathering(True)
        self._trouble.prepare_bundle(lambda: self._section.show_gathering(False), self._disputed)

    def _show_disputed(self, rate: float | None) -> None:
        self._disputed, recommendation = disputed_words(rate)
        self._section.show_disputed(self._disputed, recommendation)

    def _check(self) -> None:
        self._section.show_checking()
        self._scope.latest(
            "check the database",
            asyncio.to_thread(self._core.storage.check),
            done=lambda _: self._end_check(Tone.SUCCESS, "The database is whole."),
            failed=self._check_failed,
        )

    def _check_failed(self, error: Exception) -> bool:
        self._end_check(Tone.DANGER, explained(error) or "The check could not be done.")
        return bool(explained(error))

    def _end_check(self, tone: Tone, text: str) -> None:
        at = moment(self._core.clock.now())
        self._last_check = f"{'whole' if tone is Tone.SUCCESS else 'failed'}, {at}"
        self._section.show_check_result(tone, f"{text} Checked {at}.")

    def _copy(self) -> None:
        self.copied.emit(report(self._details, self._last_check, self._disputed))

    def _open_logs(self) -> None:
        self._scope.latest("open folder", show_folder(self._core.storage.profile.logs))
