"""What runs scripts on this laptop, found by full path.

PowerShell gets `-ExecutionPolicy RemoteSigned` for its own process: the default of a laptop,
Restricted, refuses every file, RemoteSigned takes one that was written here, and Bypass would be
more than that needs. A policy of the organisation (Group Policy) stays above it.

The script is the file, with nothing before it, so that line numbers are those of the preview and
its exit code is its own. For output in UTF-8 the console is switched to code page 65001 before
PowerShell starts in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.checks.shell import ShellId, available_shells
from core.scripts.model import Language

_POWERSHELL_SWITCHES = ("-NoLogo", "-NoProfile", "-NonInteractive")
_POLICY = ("-ExecutionPolicy", "RemoteSigned")
_BASH_SWITCHES = ("--noprofile", "--norc")
# No folders of the user, no byte code beside the script, UTF-8, and lines as they are printed.
_PYTHON_SWITCHES = ("-I", "-B", "-u", "-X", "utf8")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A program that runs scripts of one language. `executable` is its full path."""

    language: Language
    label: str
    executable: str

    def argv(self, script: Path, platform: str = sys.platform) -> list[str]:
        """The arguments that run the file and end."""
        return [self.executable, *self._switches(platform), str(script)]

    def command(self, script: Path, platform: str = sys.platform) -> Sequence[str]:
        """What the system is told: the arguments, or on Windows a command line that sets UTF-8."""
        argv = self.argv(script, platform)
        if platform != "win32" or self.language is not Language.POWERSHELL:
            return argv
        windows = os.environ.get("SYSTEMROOT", r"C:\Windows")
        line = " ".join(f'"{part}"' if " " in part or "\\" in part else part for part in argv)
        return (
            rf'"{windows}\System32\cmd.exe" /d /s /c '
            rf'""{windows}\System32\chcp.com" 65001 >nul & {line}"'
        )

    def _switches(self, platform: str) -> tuple[str, ...]:
        match self.language:
            case Language.POWERSHELL:
                policy = _POLICY if platform == "win32" else ()
                return (*_POWERSHELL_SWITCHES, *policy, "-File")
            case Language.BASH:
                return _BASH_SWITCHES
            case Language.PYTHON:
                return _PYTHON_SWITCHES


def interpreters() -> tuple[Interpreter, ...]:
    """Those of this laptop, the preferred one of each language first."""
    return (*_powershells(), *_bashes(), *_pythons())


def interpreter_for(
    language: Language, found: Iterable[Interpreter] | None = None
) -> Interpreter | None:
    """What runs scripts of this language; None: this laptop cannot."""
    candidates = interpreters() if found is None else found
    return next((each for each in candidates if each.language is language), None)


def _powershells() -> Iterable[Interpreter]:
    for shell in available_shells():
        if shell.id is not ShellId.POSIX and Path(shell.executable).is_absolute():
            yield Interpreter(Language.POWERSHELL, shell.label, shell.executable)


def _bashes() -> Iterable[Interpreter]:
    if sys.platform == "win32":
        # Not System32's bash.exe: that is another machine, without this laptop's files and names.
        programs = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files"))
        found = [programs / "Git/bin/bash.exe"]
    else:
        found = list(_on_path("bash"))
    for path in found:
        if path.is_file():
            yield Interpreter(Language.BASH, "Bash", str(path))
            return


def _pythons() -> Iterable[Interpreter]:
    names = ("py.exe", "python3.exe", "python.exe") if sys.platform == "win32" else ("python3",)
    for name in names:
        for path in _on_path(name):
            yield Interpreter(Language.PYTHON, "Python 3", str(path))
            return


def _on_path(name: str) -> Iterable[Path]:
    """Programs of this name in the folders of PATH, never one of the packaged app itself.

    Not `shutil.which`: on Windows it looks in the current folder first.
    """
    for folder in map(Path, filter(None, os.get_exec_path())):
        program = folder / name
        if folder.is_absolute() and _may_run(program):
            yield program


def _may_run(program: Path) -> bool:
    if "WindowsApps" in program.parts:  # opens the shop instead of running anything
        return False
    if getattr(sys, "frozen", False):
        own = Path(sys.executable).resolve().parent
        if program.resolve().is_relative_to(own):
            return False
    return program.is_file() and os.access(program, os.X_OK)
