"""Starting at sign-in is what the system says; the Windows registry is a stand-in here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.errors import EnvironmentProblem
from core.sign_in import (
    APPROVED_KEY,
    NAME,
    RUN_KEY,
    AutostartFile,
    RunValue,
    SignInStart,
    own_command,
)

COMMAND = (r"C:\Program Files\FlowPilot\FlowPilot.exe", "--background")


class PaperRegistry:
    """The current user's values, as a dictionary."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}
        self.is_locked = False

    def read(self, key: str, name: str) -> str | bytes | None:
        self._look()
        return self.values.get((key, name))

    def write(self, key: str, name: str, text: str) -> None:
        self._look()
        self.values[key, name] = text

    def remove(self, key: str, name: str) -> None:
        self._look()
        self.values.pop((key, name), None)

    def _look(self) -> None:
        if self.is_locked:
            raise PermissionError(13, "Access is denied")


def turned_on_and_off(start: SignInStart) -> list[bool]:
    seen = [start.is_on()]
    for on in (False, True, True, False):
        start.turn(on)
        seen.append(start.is_on())
    return seen


def test_windows_keeps_a_value_that_explorer_runs() -> None:
    registry = PaperRegistry()
    assert turned_on_and_off(RunValue(registry, COMMAND)) == [False, False, True, True, False]
    RunValue(registry, COMMAND).turn(True)
    assert registry.values == {
        (RUN_KEY, NAME): r'"C:\Program Files\FlowPilot\FlowPilot.exe" --background'
    }


def test_what_the_task_manager_turned_off_is_off_until_it_is_turned_on_here() -> None:
    registry = PaperRegistry()
    start = RunValue(registry, COMMAND)
    start.turn(True)
    registry.values[APPROVED_KEY, NAME] = b"\x03" + bytes(11)
    assert not start.is_on()
    registry.values[APPROVED_KEY, NAME] = b"\x02" + bytes(11)
    assert start.is_on()
    registry.values[APPROVED_KEY, NAME] = b"\x03" + bytes(11)
    start.turn(True)
    assert start.is_on()


def test_a_registry_that_refuses_is_told() -> None:
    registry = PaperRegistry()
    registry.is_locked = True
    start = RunValue(registry, COMMAND)
    for attempt in (start.is_on, lambda: start.turn(True)):
        with pytest.raises(EnvironmentProblem, match="Access is denied"):
            attempt()


def test_linux_keeps_a_file_that_the_session_starts(tmp_path: Path) -> None:
    path = tmp_path / "autostart" / "flowpilot.desktop"
    start = AutostartFile(path, ("/opt/Flow Pilot/$x%", "--background"))
    assert turned_on_and_off(start) == [False, False, True, True, False]
    start.turn(True)
    lines = path.read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert r'Exec="/opt/Flow Pilot/\\$x%%" "--background"' in lines


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_turned_off_is_off(tmp_path: Path, line: str) -> None:
    path = tmp_path / "flowpilot.desktop"
    start = AutostartFile(path, COMMAND)
    start.turn(True)
    path.write_text(f"{path.read_text()}{line}\n")
    assert not start.is_on()


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder should be")
    with pytest.raises(EnvironmentProblem):
        AutostartFile(tmp_path / "autostart" / "flowpilot.desktop", COMMAND).turn(True)


def test_the_program_starts_itself_quietly() -> None:
    command = own_command()
    assert command[0] == sys.executable
    assert command[-1] == "--background"
    assert Path(command[1]).name == "main.py"
    assert Path(command[1]).exists()
