"""How this FlowPilot came onto the computer, and how a new version would.

On Windows the update is the installer itself, so there is one way to install:
`FlowPilot-Setup.exe /S /UPDATE [/RESTART]` waits for FlowPilot to end, keeps the old program beside
the new one, installs, runs the new one's self-test, puts the old one back when that fails, and
writes what happened to the outcome file. Elsewhere a new version is only announced.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.paths import update_outcome_file

SILENT_UPDATE = ("/S", "/UPDATE")
RESTART = "/RESTART"
_MACHINES = {"amd64": "x64", "x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_SYSTEMS = {"win": "windows", "linux": "linux", "macosx": "macos"}


class UpdateWay(StrEnum):
    CHECKOUT = "checkout"
    """Updates come with the checkout; nobody is asked."""
    ANNOUNCED = "announced"
    """A new version is named; the engineer installs it."""
    INSTALLER = "installer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`command` makes of a downloaded file what is started; `outcome_file` is what it writes."""

    way: UpdateWay
    platform: str
    outcome_file: Path | None = None
    command: Callable[[Path], Sequence[str]] = lambda file: (str(file), *SILENT_UPDATE)

    def start(self, file: Path, *, restart: bool) -> None:
        """Start the installer so that it outlives this program.

        Raises:
            OSError: it could not be started.
        """
        start_detached([*self.command(file), *([RESTART] if restart else [])])


NOT_UPDATED = Installation(way=UpdateWay.CHECKOUT, platform="")


def this_installation() -> Installation:
    """What runs here."""
    way = way_of(is_frozen=getattr(sys, "frozen", False), system=sys.platform)
    outcome_file = update_outcome_file() if way is UpdateWay.INSTALLER else None
    return Installation(way=way, platform=this_platform(), outcome_file=outcome_file)


def way_of(*, is_frozen: bool, system: str) -> UpdateWay:
    """Only a frozen program was installed, and only on Windows there is an installer."""
    if not is_frozen:
        return UpdateWay.CHECKOUT
    return UpdateWay.INSTALLER if system == "win32" else UpdateWay.ANNOUNCED


def this_platform() -> str:
    """What this Python was built for: `windows-x64`, `linux-x64`, `macos-arm64`, …"""
    system, *_, machine = sysconfig.get_platform().split("-")
    return f"{_SYSTEMS.get(system, system)}-{_MACHINES.get(machine, machine)}"


def start_detached(command: Sequence[str]) -> None:
    """Start a program that goes on when this one ends, and holds no folder of ours.

    What Windows makes of it was seen under Wine only; tests hold the rest with a stand-in.

    Raises:
        OSError: it could not be started.
    """
    started = subprocess.Popen(
        command,
        # Not ours: a folder that somebody works in cannot be renamed on Windows.
        cwd=tempfile.gettempdir(),
        env=clean_environment(),
        creationflags=_detached_flags(),
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Nobody waits for its end; without this Python would complain of a forgotten child.
    started.returncode = 0


def _detached_flags() -> int:
    if sys.platform == "win32":
        return subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def clean_environment() -> dict[str, str]:
    """Ours without what a frozen program tells its own children: the new one is no child."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("_PYI_")}
    return {**kept, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
