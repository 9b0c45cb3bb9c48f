"""The other checkers on this machine, found by full path. Nothing is started to find them."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from core.checks.shell import ShellId, available_shells

_MODULE = "PSScriptAnalyzer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Full paths; "" means that the machine does not have it.

    ruff        comes with FlowPilot
    shellcheck  of the machine; its licence keeps it from coming with FlowPilot
    powershell  a PowerShell that has the module PSScriptAnalyzer
    """

    ruff: str = ""
    shellcheck: str = ""
    powershell: str = ""


def find_tools() -> Tools:
    return Tools(
        ruff=_ruff(), shellcheck=shutil.which("shellcheck") or "", powershell=_powershell()
    )


def _ruff() -> str:
    name = "ruff.exe" if sys.platform == "win32" else "ruff"
    if packed := getattr(sys, "_MEIPASS", ""):  # where a frozen program keeps its files
        beside = Path(packed) / name
        return str(beside) if beside.is_file() else ""
    try:
        from ruff import find_ruff_bin  # type: ignore[import-untyped]

        return os.fsdecode(find_ruff_bin())
    except (ImportError, FileNotFoundError):
        return ""


def _powershell() -> str:
    for shell in available_shells():
        if shell.id is not ShellId.POSIX and _has_module(shell.id):
            return shell.executable
    return ""


def _has_module(shell: ShellId) -> bool:
    return any((folder / _MODULE).is_dir() for folder in _module_folders(shell))


def _module_folders(shell: ShellId, platform: str = sys.platform) -> list[Path]:
    """Where each PowerShell looks for modules, apart from what its profile adds."""
    home = Path.home()
    if platform != "win32":
        shared = home / ".local/share/powershell/Modules"
        return [shared, Path("/usr/local/share/powershell/Modules")]
    name = "WindowsPowerShell" if shell is ShellId.WINDOWS_POWERSHELL else "PowerShell"
    programs = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files"))
    return [programs / name / "Modules", home / "Documents" / name / "Modules"]
