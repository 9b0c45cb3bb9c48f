"""The folder of reports holds the newest, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.crashes.privacy import ReportPrivacy
from core.crashes.reporter import CrashReporter
from core.crashes.reports import KEPT, CrashKind, CrashReports
from tests.strictness.logs import LogGuard


class SteppingClock:
    """Every look at it is a second later."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture
def reports(tmp_path: Path) -> CrashReports:
    privacy = ReportPrivacy("/home/jodoe", "jodoe", "jolap")
    return CrashReports(lambda: tmp_path / "crashes", SteppingClock(), lambda: privacy, "1.2.3")


def test_a_report_says_what_when_and_with_which_version(reports: CrashReports) -> None:
    kept = reports.keep(CrashKind.END, "it ended", "in /home/jodoe with token=abc")
    assert kept is not None
    lines = kept.path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "An unexpected end: it ended"
    assert lines[1] == "Noticed: 2026-11-21T12:00:01+00:00"
    assert lines[2].startswith("FlowPilot 1.2.3, Python 3.")
    assert lines[-1] == "in ~ with token=[redacted]"


def test_the_newest_are_kept(reports: CrashReports, tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        reports.keep(CrashKind.NATIVE, "crash", f"number {number}")
    found = reports.found()
    assert len(found) == KEPT
    assert found[0].path.read_text(encoding="utf-8").endswith(f"number {KEPT + 4}\n")
    assert found[0].made_at > found[-1].made_at
    assert len(list((tmp_path / "crashes").iterdir())) == KEPT


def test_other_files_are_passed_over_and_left_alone(reports: CrashReports, tmp_path: Path) -> None:
    reports.keep(CrashKind.NATIVE, "crash", "")
    stranger = tmp_path / "crashes" / "notes.txt"
    stranger.write_text("mine", encoding="utf-8")
    assert [one.kind for one in reports.found()] == [CrashKind.NATIVE]
    assert stranger.exists()


def test_a_report_has_an_end(reports: CrashReports) -> None:
    kept = reports.keep(CrashKind.NATIVE, "crash", "frame\n" * 100_000)
    assert kept is not None
    assert kept.path.stat().st_size <= 64 * 1024 + 1


def test_a_folder_that_takes_nothing_is_no_second_failure(
    tmp_path: Path, expected_logs: LogGuard
) -> None:
    expected_logs("crash.not_kept kind=end")
    blocked = tmp_path / "crashes"
    blocked.write_text("a file", encoding="utf-8")
    privacy = ReportPrivacy("/", "", "")
    reports = CrashReports(lambda: blocked, SteppingClock(), lambda: privacy, "1")
    assert reports.keep(CrashKind.END, "it ended", "") is None


def fail() -> Exception:
    try:
        raise ValueError("password=hunter2")
    except ValueError as error:
        return error


def test_one_place_is_reported_once(reports: CrashReports) -> None:
    reporter = CrashReporter(reports)
    assert reporter.report(fail(), "first") is not None
    assert reporter.report(fail(), "again") is None
    assert len(reports.found()) == 1


def test_a_run_does_not_fill_the_folder(reports: CrashReports) -> None:
    reporter = CrashReporter(reports)
    for kind in [type(f"Failure{number}", (Exception,), {}) for number in range(30)]:
        reporter.report(kind(), "test")
    assert len(reports.found()) == KEPT
    assert "Failure19" in reports.found()[0].path.read_text(encoding="utf-8")
