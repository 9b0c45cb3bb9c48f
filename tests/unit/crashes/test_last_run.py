"""What a run leaves behind becomes a report of the next one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.crashes.last_run import look_back
from core.crashes.privacy import ReportPrivacy
from core.crashes.reports import CrashKind, CrashReports


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


@pytest.fixture
def reports(logs: Path) -> CrashReports:
    privacy = ReportPrivacy("/home/jodoe", "jodoe", "jolap")
    return CrashReports(lambda: logs / "crashes", SystemClock(), lambda: privacy, "1")


def leave(logs: Path, text: str, pid: int = 1) -> Path:
    path = logs / f"native-20261121T120000000000Z-{pid}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def texts(reports: CrashReports) -> list[str]:
    return [one.path.read_text(encoding="utf-8") for one in reports.found()]


def test_a_clean_end_leaves_nothing_to_say(logs: Path, reports: CrashReports) -> None:
    left = leave(logs, "")
    assert look_back(reports, logs, was_left_open=False) is None
    assert reports.found() == []
    assert not left.exists()


def test_a_crash_is_told_with_its_stacks_and_the_end_of_the_log(
    logs: Path, reports: CrashReports
) -> None:
    left = leave(logs, 'Fatal Python error: Aborted\n  File "/home/jodoe/app/core/x.py", line 3')
    lines = [f"line {number}" for number in range(100)]
    (logs / "flowpilot.log").write_text("\n".join(lines), encoding="utf-8")
    kept = look_back(reports, logs, was_left_open=True)
    assert kept is not None
    assert kept.kind is CrashKind.NATIVE
    [text] = texts(reports)
    assert "Fatal Python error: Aborted" in text
    assert '"~/app/core/x.py"' in text
    assert "line 60\n" in text
    assert "line 59\n" not in text
    assert not left.exists()


def test_an_end_without_a_trace_is_told_as_one(logs: Path, reports: CrashReports) -> None:
    kept = look_back(reports, logs, was_left_open=True)
    assert kept is not None
    assert kept.kind is CrashKind.END
    assert "ended from outside" in texts(reports)[0]
    assert "It wrote no log." in texts(reports)[0]


def test_a_fault_that_was_survived_is_kept_but_not_announced(
    logs: Path, reports: CrashReports
) -> None:
    leave(logs, "Windows fatal exception: code 0x8001010d")
    assert look_back(reports, logs, was_left_open=False) is None
    assert "0x8001010d" in texts(reports)[0]
    assert "a fault that FlowPilot survived" in texts(reports)[0]


def test_the_empty_file_of_this_very_run_stays(logs: Path, reports: CrashReports) -> None:
    mine = leave(logs, "", os.getpid())
    look_back(reports, logs, was_left_open=False)
    assert mine.exists()
