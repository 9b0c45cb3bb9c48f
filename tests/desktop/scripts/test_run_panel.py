"""Nothing runs that was not looked at, and a run says no more than was seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from core.checks.runs import RunEnd
from core.scripts.model import Language
from core.scripts.preflight.findings import Finding, Preflight, Severity, Touch, TouchKind
from core.scripts.run.result import RunResult
from desktop.scripts.preflight_face import CHECKING, NOT_CHECKED, preflight_face
from desktop.scripts.result_face import elapsed_words, result_face
from desktop.scripts.run_panel import ScriptPanel, Stage
from desktop.scripts.run_preview import PreviewFace, RunOrder
from desktop.scripts.script_files import script_name, write_script
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import click, type_text

HIGH = Finding(
    rule="r", severity=Severity.HIGH, line=2, column=1, length=4, message="Deletes.", advice="Look."
)
LOW = Finding(rule="l", severity=Severity.LOW, line=1, column=1, length=1, message="Small.")
TOUCH = Touch(kind=TouchKind.FILES, what="C:\\Temp", line=2, changes=True)
PREVIEW = PreviewFace(
    title="Clean up",
    text="one\ntwo\n",
    sha256="ab" * 32,
    values={"Password": "(hidden)"},
    interpreter="PowerShell 7",
    executable="/usr/bin/pwsh",
    needs_admin=False,
    language="powershell",
)


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> ScriptPanel:
    panel = ScriptPanel(icons)
    qtbot.addWidget(panel)
    panel.resize(QSize(640, 400))
    panel.show_script(PREVIEW.text, "powershell", (), {})
    panel.show()
    return panel


def test_the_gravest_finding_comes_first_and_asks_for_a_word() -> None:
    face = preflight_face(Preflight(findings=(LOW, HIGH), touches=(TOUCH, TOUCH)))
    assert [row.severity for row in face.findings] == ["High", "Low"]
    assert face.confirm == "RUN"
    assert [(touch.what, touch.lines) for touch in face.touches] == [("C:\\Temp", "2")]


def test_an_incomplete_check_is_said_and_never_called_safe(panel: ScriptPanel) -> None:
    face = preflight_face(Preflight(complete=False, why_incomplete="Line 3 is not readable."))
    panel.show_face(face)
    assert face.tone is Tone.WARNING
    assert not panel.fill.preflight.incomplete.isHidden()


def test_high_risk_runs_only_after_the_word_was_typed(panel: ScriptPanel, qtbot: QtBot) -> None:
    panel.show_face(preflight_face(Preflight(findings=(HIGH,))))
    panel.show_preview(PREVIEW)
    assert not panel.preview.run.isEnabled()
    type_text(panel.preview.word, "run")
    assert not panel.preview.run.isEnabled()
    panel.preview.word.clear()
    type_text(panel.preview.word, "RUN")
    with qtbot.waitSignal(panel.run_requested) as asked:
        click(panel.preview.run)
    order = asked.args[0]
    assert isinstance(order, RunOrder)
    assert (order.sha256, order.elevated) == (PREVIEW.sha256, False)


def test_a_second_look_asks_for_the_word_again(panel: ScriptPanel) -> None:
    panel.show_face(preflight_face(Preflight(findings=(HIGH,))))
    panel.show_preview(PREVIEW)
    type_text(panel.preview.word, "RUN")
    panel.show_fill()
    panel.show_preview(PREVIEW)
    assert not panel.preview.run.isEnabled()


def test_nothing_runs_while_it_is_still_checked(panel: ScriptPanel) -> None:
    panel.show_face(CHECKING)
    panel.show_preview(PREVIEW)
    assert not panel.preview.run.isEnabled()
    panel.show_face(preflight_face(Preflight()))
    assert panel.preview.run.isEnabled()
    panel.show_face(NOT_CHECKED)
    assert not panel.preview.run.isEnabled()


def test_without_an_interpreter_it_can_be_copied_but_not_run(panel: ScriptPanel) -> None:
    panel.fill.show_interpreter("PowerShell", is_there=False)
    assert not panel.fill.run.isEnabled()
    assert panel.fill.copy.isEnabled()
    assert not panel.fill.nothing_runs_it.isHidden()


@pytest.mark.parametrize(
    ("end", "exit_code", "tone"),
    [
        (RunEnd.EXITED, 0, Tone.SUCCESS),
        (RunEnd.EXITED, 1, Tone.DANGER),
        (RunEnd.TIMED_OUT, None, Tone.WARNING),
        (RunEnd.CANCELLED, None, Tone.WARNING),
        (RunEnd.FAILED_TO_START, None, Tone.DANGER),
        (RunEnd.UNKNOWN, None, Tone.WARNING),
    ],
)
def test_each_end_has_its_words(end: RunEnd, exit_code: int | None, tone: Tone) -> None:
    face = result_face(RunResult(end=end, exit_code=exit_code, duration_ms=75_000))
    assert face.tone is tone
    assert "1 min 15 s" in face.fine_print
    assert ("Exit code" in face.fine_print) is (exit_code is not None)


def test_seconds_and_minutes() -> None:
    assert [elapsed_words(9), elapsed_words(61)] == ["9 s", "1 min 01 s"]


def test_nothing_is_clipped_or_nameless(panel: ScriptPanel, qtbot: QtBot) -> None:
    face = preflight_face(Preflight(findings=(HIGH, LOW), touches=(TOUCH,), complete=False))
    panel.show_face(face)
    for show in (
        panel.show_fill,
        lambda: panel.show_preview(PREVIEW),
        lambda: panel.show_live("Clean up", 0.0, ["one"]),
        lambda: panel.show_result(result_face(RunResult(end=RunEnd.EXITED, exit_code=0))),
    ):
        show()
        qtbot.waitUntil(lambda: clipped_texts(panel) == [])
        assert nameless_controls(panel) == []
    assert panel.stage is Stage.RESULT


def test_a_powershell_file_has_a_mark_and_windows_line_ends(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("saved") / script_name("Clean up: C:", Language.POWERSHELL)
    write_script(path, "one\ntwö\n", Language.POWERSHELL)
    assert path.name == "clean-up-c.ps1"
    assert path.read_bytes() == b"\xef\xbb\xbf" + "one\r\ntwö\r\n".encode()
