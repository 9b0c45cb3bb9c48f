"""Tests a model when somebody asks, and shows what the last test found."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.copilot.connection import ModelConnections
from core.copilot.connection_test import ConnectionTest
from core.copilot.endpoint_test import EndpointReport, TestStep, read_report
from core.sessions.messages import Rung
from desktop.settings.copilot_model_card import ModelCard
from desktop.settings.copilot_test_words import report_lines, step_words, when_words
from desktop.settings.keeping import Keeping
from desktop.tasks import Scope

_MISSING = {
    Rung.CLOUD: "Save an API key first.",
    Rung.LOCAL: "Write the address and the model first.",
}


class TestActions(QObject):
    """One test at a time. A change of what is tested forgets what was found."""

    __test__ = False  # not one of pytest's

    _step = Signal(int, object, object)  # from the model thread: run, TestStep, EndpointReport

    def __init__(
        self,
        card: ModelCard,
        test: ConnectionTest,
        connections: ModelConnections,
        keeping: Keeping,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = card.test
        self._rung = card.rung.rung
        self._kept = card.rung.tested
        self._test = test
        self._connections = connections
        self._keeping = keeping
        self._scope = scope
        self._name = f"test the {self._rung} model"
        self._run = 0
        self._report = read_report(keeping.read(self._kept))
        self._panel.test_requested.connect(self._begin)
        self._panel.cancel_requested.connect(self._cancel)
        self._step.connect(self._show_step)
        self._show_last()

    def show(self) -> None:
        """Say whether there is anything to test."""
        setup = asyncio.to_thread(self._connections.setup, self._rung)
        self._scope.latest(
            f"look at the {self._rung} model",
            setup,
            done=lambda found: self._show_ready(found.is_configured),
        )

    def forget(self) -> None:
        """Another model, address or key: what was found is about the old one."""
        if self._scope.is_busy(self._name):
            self._cancel()
        if self._report is not None:
            self._report = None
            self._keeping.keep(self._kept, "", self._connections.tested)
        self._show_last()

    def _begin(self) -> None:
        self._run += 1
        run = self._run
        self._panel.show_running(step_words(TestStep.ANSWER))
        work = self._test.run(self._rung, lambda step, found: self._step.emit(run, step, found))
        self._scope.latest(self._name, work, done=self._end, failed=self._fail)

    def _show_step(self, run: int, step: TestStep, found: EndpointReport) -> None:
        if run == self._run and self._scope.is_busy(self._name):
            self._panel.show_step(step_words(step), report_lines(found, self._rung))

    def _end(self, report: EndpointReport) -> None:
        self._run += 1
        self._report = report
        # What a server says is shown but not kept: it may repeat what it was told.
        kept = replace(report, detail="").to_json()
        self._keeping.keep(self._kept, kept, self._connections.tested)
        self._show_last()

    def _fail(self, error: Exception) -> bool:
        self._show_last()
        return False

    def _cancel(self) -> None:
        self._run += 1
        self._scope.cancel_named(self._name)
        self._show_last()

    def _show_last(self) -> None:
        if self._report is None:
            self._panel.show_outcome("", ())
        else:
            self._panel.show_outcome(
                when_words(self._report), report_lines(self._report, self._rung)
            )

    def _show_ready(self, ready: bool) -> None:
        if not self._scope.is_busy(self._name):
            self._panel.show_ready(ready, _MISSING[self._rung])
