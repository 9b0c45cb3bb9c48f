"""What `dev.py` promises: clear refusals, a truthful summary, an environment that fits its lock."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

import pytest

import dev
from build import environment

WANTED = Namespace(only=None, fast=False, slow=False, args=[])


class Machine:
    """Stands in for the processes that dev.py starts: answers each with an exit code."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[str] = []
        self.codes: dict[str, int] = {}
        monkeypatch.setattr(dev, "environment", lambda name, lock: Path(name) / "python")
        monkeypatch.setattr(dev, "call", self.call)

    def call(self, *command: str | Path, offscreen: bool) -> int:
        self.commands.append(" ".join(map(str, command)) + (" (offscreen)" if offscreen else ""))
        return next((code for word, code in self.codes.items() if word in self.commands[-1]), 0)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.mark.parametrize(
    ("system", "variables", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, True),
        ("win32", {"CI": "true"}, False),
        ("darwin", {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, False),
    ],
)
def test_a_window_is_opened_only_where_somebody_sees_it(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], shown: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "CI", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert environment.has_display() is shown


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 15, 0)])
def test_another_python_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.14; this is"):
        environment.require_supported_python()


def test_this_python_is_supported() -> None:
    environment.require_supported_python()


def test_every_step_runs_and_the_failed_one_is_named(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.codes = {"mypy": 2}
    assert dev.test(WANTED) == 1
    assert len(machine.commands) == len(dev.STEPS)
    out = capsys.readouterr().out
    assert "FAILED  types" in out
    assert out.endswith(f"steps: {len(dev.STEPS) - 1} passed, 1 failed\n")


def test_a_folder_without_tests_fails(machine: Machine) -> None:
    machine.codes = {"tests/e2e": dev.NO_TESTS}
    assert dev.test(WANTED) == 1


def test_a_folder_without_chosen_tests_does_not(machine: Machine) -> None:
    machine.codes = {"tests/e2e": dev.NO_TESTS}
    assert dev.test(Namespace(**{**vars(WANTED), "slow": True})) == 0


def test_the_core_is_tested_where_there_is_no_qt(machine: Machine) -> None:
    dev.test(Namespace(**{**vars(WANTED), "only": ["unit", "desktop"]}))
    assert [command.split()[0] for command in machine.commands] == [
        ".venv-core/python",
        ".venv/python",
    ]


def test_the_quick_run_leaves_the_installer_out(machine: Machine) -> None:
    dev.test(Namespace(**{**vars(WANTED), "fast": True}))
    assert len(machine.commands) == len(dev.STEPS) - 1
    assert not any("windows" in command for command in machine.commands)


@pytest.mark.parametrize(
    ("windows", "command"),
    [
        (False, ".venv-package/python -m build.package (offscreen)"),
        (True, ".venv/python -m build.windows_wine (offscreen)"),
    ],
)
def test_packages_for_this_platform_or_for_windows(
    machine: Machine, windows: bool, command: str
) -> None:
    assert dev.package(Namespace(windows=windows)) == 0
    assert machine.commands == [command]


def test_without_a_display_run_plays_the_demo(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: False)
    assert dev.run(Namespace(args=[])) == 0
    out = environment.ROOT / ".flowpilot-demo"
    assert machine.commands == [f".venv/python main.py --demo {out} (offscreen)"]
    assert f"The pictures and the resolution note are in {out}" in capsys.readouterr().out


def test_a_failed_demo_promises_no_pictures(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: False)
    machine.codes = {"--demo": 1}
    assert dev.run(Namespace(args=[])) == 1
    assert "resolution note" not in capsys.readouterr().out


def test_with_a_display_run_opens_the_window(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: True)
    assert dev.run(Namespace(args=["--profile", "trial"])) == 0
    assert machine.commands == [".venv/python main.py --profile trial"]


class Workshop:
    """A project folder of locks, where making and installing only leave a note."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.done: list[str] = []
        self.write_locks("first")
        for name, value in {
            "ROOT": folder,
            "LOCKS": folder,
            "_make": self.make,
            "_install": lambda python, lock: self.done.append(f"install {lock}"),
            "_provide_fonts": lambda: None,
            "_provide_system_libraries": lambda: None,
        }.items():
            monkeypatch.setattr(environment, name, value)

    def write_locks(self, text: str) -> None:
        for lock in environment.COVERS:
            (self.folder / f"{lock}.txt").write_text(f"{text} {lock}")

    def make(self, folder: Path) -> None:
        self.done.append(f"make {folder.name}")
        for stamp in folder.glob("*.stamp"):
            stamp.unlink()
        python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    def asked_for(self, *locks: str) -> list[str]:
        self.done.clear()
        for lock in locks:
            environment.environment(".venv", lock)
        return self.done


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return Workshop(tmp_path, monkeypatch)


def test_an_environment_is_made_once(workshop: Workshop) -> None:
    assert workshop.asked_for("desktop", "desktop") == ["make .venv", "install desktop"]


def test_the_test_environment_also_runs_the_application(workshop: Workshop) -> None:
    assert workshop.asked_for("test", "desktop") == ["make .venv", "install test"]


def test_the_tools_are_added_to_what_runs_the_application(workshop: Workshop) -> None:
    workshop.asked_for("desktop")
    assert workshop.asked_for("test") == ["install test"]


def test_a_changed_lock_makes_the_environment_anew(workshop: Workshop) -> None:
    workshop.asked_for("test")
    workshop.write_locks("second")
    assert workshop.asked_for("desktop", "desktop") == ["make .venv", "install desktop"]


def test_a_half_made_environment_is_made_anew(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(python: Path, lock: str) -> None:
        sys.exit("no network")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "_install", fail)
        with pytest.raises(SystemExit, match="no network"):
            workshop.asked_for("test")
    assert workshop.asked_for("test") == ["make .venv", "install test"]
