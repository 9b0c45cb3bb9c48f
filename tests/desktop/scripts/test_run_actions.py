"""From a filled-in script to its record, by the panel's own buttons, with real runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import qasync
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.checks.runs import RunEnd
from core.db.database import Database
from core.db.storage import Storage
from core.paths import Profile
from core.scripts.model import Language, Parameter
from core.scripts.preflight.findings import Preflight
from core.scripts.run.runner import ScriptRunner
from core.scripts.script_service import Script, ScriptService
from desktop.scripts.run_actions import RunActions
from desktop.scripts.run_panel import ScriptPanel, Stage
from desktop.tasks import Scope, TaskRunner
from desktop.theme.icons import Icons
from tests.desktop.loop import qt_loop
from tests.desktop.widgets.hands import click, type_text
from tests.unit.scripts.bench import ScriptBench

__all__ = ["qt_loop"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs Bash")

NAME = Parameter(key="name", label="Name")
ECHO = Script(
    title="Greet", language=Language.BASH, body="echo hello {{ name }}\n", parameters=(NAME,)
)
SLOW = Script(title="Wait", language=Language.BASH, body="echo begun\nsleep 60\n")


class CleanService(ScriptService):
    """Finds nothing, with whatever tools this machine has."""

    async def preflight(self, script: Script) -> Preflight:
        return Preflight()


@dataclass
class Used:
    use: ScriptService


class Bench:
    """A panel with everything behind it but the window."""

    def __init__(self, bench: ScriptBench, profile: Path, icons: Icons) -> None:
        self.database: Database = bench.database
        self.runner = ScriptRunner(lambda: Profile(profile))
        self.service = CleanService(bench.database, bench.clock, self.runner)
        self.scripts: Callable[[], Used] = lambda: Used(self.service)
        self.tasks = TaskRunner(self._failed)
        self.scope: Scope = self.tasks.scope("test")
        self.panel = ScriptPanel(icons)
        self.actions = RunActions(self.panel, self, self.scope)
        self.session_id = bench.given_session()
        self.problems: list[Exception] = []

    @property
    def storage(self) -> Storage:
        raise AssertionError("nothing is saved here")

    def open(self, script: Script) -> None:
        self.actions.open(replace(script, session_id=self.session_id))

    def ends(self) -> list[RunEnd | None]:
        return [account.run.end for account in self.service.runs(self.session_id)]

    def _failed(self, error: Exception, name: str) -> None:
        self.problems.append(error)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, icons: Icons, qt_loop: qasync.QEventLoop) -> Iterator[Bench]:
    rows = ScriptBench(tmp_path)
    at = Bench(rows, tmp_path, icons)
    qtbot.addWidget(at.panel)
    at.panel.resize(900, 700)
    at.panel.show()
    yield at
    closing = qt_loop.create_task(at.tasks.aclose())
    qtbot.waitUntil(closing.done)
    closing = qt_loop.create_task(at.runner.aclose())
    qtbot.waitUntil(closing.done)
    rows.close()
    assert at.problems == []


def _look(at: Bench, qtbot: QtBot) -> None:
    click(at.panel.fill.run)
    qtbot.waitUntil(lambda: at.panel.stage is Stage.PREVIEW)
    qtbot.waitUntil(at.panel.preview.run.isEnabled)


def _stage(at: Bench) -> Stage:
    return at.panel.stage


def test_a_missing_value_is_named_at_its_field(at: Bench, qtbot: QtBot) -> None:
    at.open(ECHO)
    click(at.panel.fill.run)
    field = at.panel.fill.form.field("name")
    qtbot.waitUntil(lambda: not field.problem.isHidden())
    assert at.panel.stage is Stage.FILL


def test_what_was_looked_at_runs_and_leaves_its_record(at: Bench, qtbot: QtBot) -> None:
    at.open(ECHO)
    type_text(at.panel.fill.form.field("name").editor.field, "Eve; id")
    _look(at, qtbot)
    assert "Eve" not in at.panel.preview.script.text()
    assert "Eve; id" in at.panel.preview.values.text()
    with qtbot.waitSignal(at.actions.finished):
        click(at.panel.preview.run)
    assert at.panel.stage is Stage.RESULT
    assert "hello Eve; id" in at.panel.result.transcript.toPlainText()
    assert at.ends() == [RunEnd.EXITED]


def test_a_run_goes_on_while_another_script_is_open(at: Bench, qtbot: QtBot) -> None:
    at.open(SLOW)
    _look(at, qtbot)
    click(at.panel.preview.run)
    qtbot.waitUntil(lambda: "begun" in at.panel.live.output.toPlainText())
    at.open(ECHO)
    assert _stage(at) is Stage.FILL
    at.open(SLOW)
    assert _stage(at) is Stage.LIVE
    qtbot.waitUntil(lambda: "begun" in at.panel.live.output.toPlainText())
    click(at.panel.live.cancel)
    qtbot.waitUntil(lambda: at.panel.stage is Stage.RESULT)
    assert at.ends() == [RunEnd.CANCELLED]


def test_copying_takes_the_values_along_and_is_recorded(at: Bench, qtbot: QtBot) -> None:
    at.open(ECHO)
    type_text(at.panel.fill.form.field("name").editor.field, "Eve")
    with qtbot.waitSignal(at.actions.copied):
        click(at.panel.fill.copy)
    assert QGuiApplication.clipboard().text() == "echo hello Eve\n"


def test_the_same_script_again_keeps_what_was_typed(at: Bench) -> None:
    at.open(ECHO)
    type_text(at.panel.fill.form.field("name").editor.field, "Eve")
    at.open(ECHO)
    assert at.panel.values() == {"name": "Eve"}


def test_the_applications_end_ends_the_run_and_records_it(
    at: Bench, qtbot: QtBot, qt_loop: qasync.QEventLoop
) -> None:
    at.open(SLOW)
    _look(at, qtbot)
    click(at.panel.preview.run)
    qtbot.waitUntil(lambda: "begun" in at.panel.live.output.toPlainText())
    closing = qt_loop.create_task(at.tasks.aclose())
    qtbot.waitUntil(closing.done)
    assert at.ends() == [RunEnd.CANCELLED]
