"""Real processes that really go wrong, with and without standard streams."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.crashes.native import take_native_faults
from core.paths import Profile
from tests.arch.rule import ROOT
from tests.unit.crashes.victim import SECRET


def let(folder: Path, way: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.unit.crashes.victim", str(folder), way],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def reports(folder: Path) -> list[str]:
    found = Profile(folder).crash_reports.glob("*.txt")
    return [path.read_text(encoding="utf-8") for path in found]


@pytest.mark.parametrize("streams", ["", "windowed "])
@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("main thread", "nobody caught it"),
        ("thread", "in the thread housekeeping"),
        ("finalizer", "in the end of a function"),
        ("loop", "Exception in callback"),
    ],
)
def test_an_exception_leaves_a_report(tmp_path: Path, streams: str, way: str, said: str) -> None:
    let(tmp_path, streams + way)
    [text] = reports(tmp_path)
    assert said in text.splitlines()[0]
    assert "tests/unit/crashes/victim.py:" in text
    assert "ValueError: (a message of" in text
    for private in ("hunter2", "Zanzibar", SECRET):
        assert private not in text


@pytest.mark.parametrize("streams", ["", "windowed "])
def test_a_native_crash_leaves_its_stacks(tmp_path: Path, streams: str) -> None:
    done = let(tmp_path, f"{streams}native")
    assert done.returncode != 0
    [stacks] = take_native_faults(Profile(tmp_path).logs)
    assert "in string_at" in stacks
    assert "victim.py" in stacks
    assert take_native_faults(Profile(tmp_path).logs) == []


def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    assert let(tmp_path, "nothing").returncode == 0
    assert [*Profile(tmp_path).logs.iterdir()] == []


def test_what_a_console_shows_is_still_shown(tmp_path: Path) -> None:
    assert "ValueError: password=hunter2" in let(tmp_path, "main thread").stderr


def test_a_folder_that_cannot_be_used_stops_nobody(tmp_path: Path) -> None:
    blocked = tmp_path / "profile"
    blocked.write_text("a file", encoding="utf-8")
    assert let(blocked, "nothing").returncode == 0
