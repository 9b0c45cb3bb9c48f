"""The shells of this laptop, and how a command is handed to one of them.

The text the engineer saw is passed on word for word, as one argument:

- PowerShell gets it with `-Command`, after `PROLOGUE`. Not with `-EncodedCommand`: Windows
  PowerShell 5.1 then writes its errors as CLIXML instead of text whenever they are captured
  (github.com/PowerShell/PowerShell/issues/5912), and security products distrust encoded commands.
- A POSIX shell gets it with `-c`.

No profile is read, nothing asks for input, and nothing asks for more rights than the app has.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROLOGUE = (
    "try { [Console]::OutputEncoding = $OutputEncoding = New-Object Text.UTF8Encoding $false }"
    " catch { }; $ProgressPreference = 'SilentlyContinue'\n"
)
"""Makes PowerShell and the programs it calls speak UTF-8, and draw no progress bars."""

# CreateProcess takes 32,767 characters for the whole command line, quotes and escapes included.
_WINDOWS_COMMAND_LINE = 32_000


class ShellId(StrEnum):
    WINDOWS_POWERSHELL = "windows_powershell"
    POWERSHELL_7 = "powershell_7"
    POSIX = "posix"


@dataclass(frozen=True, slots=True)
class Shell:
    """One shell. `language` is what a check asks for: `powershell` or `posix`."""

    id: ShellId
    label: str
    executable: str

    @property
    def language(self) -> str:
        return "posix" if self.id is ShellId.POSIX else "powershell"

    @property
    def longest_command(self) -> int | None:
        """Characters that surely fit; None where no limit is worth a check."""
        return _WINDOWS_COMMAND_LINE // 2 if sys.platform == "win32" else None

    def argv(self, command: str) -> list[str]:
        """The arguments that run `command` and end."""
        if self.id is ShellId.POSIX:
            return [self.executable, "-c", command]
        switches = ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command"]
        return [self.executable, *switches, PROLOGUE + command]


def available_shells() -> tuple[Shell, ...]:
    """The shells found on this laptop, the preferred one of each language first."""
    return tuple(_windows_shells() if sys.platform == "win32" else _unix_shells())


def shell_for(language: str, shells: Iterable[Shell]) -> Shell | None:
    """The first shell that speaks `language`; a `ShellId` picks exactly that one."""
    return next((shell for shell in shells if language in (shell.language, shell.id)), None)


def _windows_shells() -> Iterable[Shell]:
    # By full path: what is called powershell.exe elsewhere on PATH is not what was previewed.
    system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
    built_in = system / "WindowsPowerShell" / "v1.0" / "powershell.exe"
    if built_in.is_file():
        yield Shell(ShellId.WINDOWS_POWERSHELL, "Windows PowerShell 5.1", str(built_in))
    installed = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "PowerShell/7/pwsh.exe"
    if newer := str(installed) if installed.is_file() else shutil.which("pwsh"):
        yield Shell(ShellId.POWERSHELL_7, "PowerShell 7", newer)


def _unix_shells() -> Iterable[Shell]:
    for name in ("bash", "sh"):
        if found := shutil.which(name):
            yield Shell(ShellId.POSIX, name, found)
            break
    if newer := shutil.which("pwsh"):
        yield Shell(ShellId.POWERSHELL_7, "PowerShell 7", newer)
