"""Whether FlowPilot starts when the engineer signs in; the operating system knows, no setting.

Windows: a value under HKCU\\…\\Run, and the mark beside it by which the task manager turns it off.
Linux and the like: a desktop file in the autostart folder (Desktop Application Autostart
Specification). macOS: not offered. The registry is held by a stand-in in the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from core.errors import EnvironmentProblem
from core.files import write_atomically

NAME = "FlowPilot"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class SignInStart(Protocol):
    """Reads and changes what the system has. Its methods touch the disk or the registry.

    Raises:
        EnvironmentProblem: the system refuses to be asked or changed.
    """

    def is_on(self) -> bool: ...
    def turn(self, on: bool) -> None: ...


class Registry(Protocol):
    """Values of the current user's registry. Raises OSError when access is refused."""

    def read(self, key: str, name: str) -> str | bytes | None: ...
    def write(self, key: str, name: str, text: str) -> None: ...
    def remove(self, key: str, name: str) -> None: ...


def own_command() -> tuple[str, ...]:
    """How this program is started without its window coming to the front."""
    if getattr(sys, "frozen", False):
        return sys.executable, "--background"
    main = Path(__file__).resolve().parents[1] / "main.py"
    return sys.executable, str(main), "--background"


def sign_in_start(command: Sequence[str]) -> SignInStart | None:
    """The way of this system; None where FlowPilot offers none."""
    if sys.platform == "win32":
        from core.windows_registry import UserRegistry

        return RunValue(UserRegistry(), command)
    if sys.platform == "darwin":
        return None
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return AutostartFile(folder / "autostart" / "flowpilot.desktop", command)


class RunValue:
    """Windows: a value that Explorer runs at sign-in."""

    def __init__(self, registry: Registry, command: Sequence[str]) -> None:
        self._registry = registry
        self._command = command

    def is_on(self) -> bool:
        try:
            value = self._registry.read(RUN_KEY, NAME)
            mark = self._registry.read(APPROVED_KEY, NAME)
        except OSError as error:
            raise _refused(error) from error
        # The task manager turns an entry off by an odd first byte.
        is_off = isinstance(mark, bytes) and bool(mark) and mark[0] % 2 == 1
        return isinstance(value, str) and bool(value) and not is_off

    def turn(self, on: bool) -> None:
        try:
            if on:
                self._registry.write(RUN_KEY, NAME, subprocess.list2cmdline(self._command))
                self._registry.remove(APPROVED_KEY, NAME)
            else:
                self._registry.remove(RUN_KEY, NAME)
        except OSError as error:
            raise _refused(error) from error


class AutostartFile:
    """Linux: a desktop file that the session starts."""

    def __init__(self, path: Path, command: Sequence[str]) -> None:
        self._path = path
        self._command = command

    def is_on(self) -> bool:
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise _refused(error) from error
        off = {"hidden=true", "x-gnome-autostart-enabled=false"}
        return not any(line.replace(" ", "").casefold() in off for line in lines)

    def turn(self, on: bool) -> None:
        try:
            if on:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self._path, _desktop_file(self._command).encode(), mode=0o644)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(error) from error


def _desktop_file(command: Sequence[str]) -> str:
    return (
        "[Desktop Entry]\nType=Application\n"
        f"Name={NAME}\n"
        f"Exec={' '.join(_quoted(part) for part in command)}\n"
        "Terminal=false\n"
    )


def _quoted(part: str) -> str:
    """One argument of an Exec line (Desktop Entry Specification, The Exec key).

    What is escaped inside the quotes is escaped once more, as in every value of such a file.
    """
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in part)
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _refused(error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        "Starting at sign-in could not be changed or read.",
        f"The system says: {error.strerror or error}.",
        hint="Your organisation may not allow it. FlowPilot works without it.",
    )
