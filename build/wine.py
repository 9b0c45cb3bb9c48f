"""Wine: runs Windows programs for the build and its proof on Linux."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from build.environment import provide_packages

DEBIAN_PACKAGES = ("wine", "wine64", "nsis")
_TOO_LONG = 900  # seconds for one program
_NO_MORE: Mapping[str, str] = MappingProxyType({})


class ToolsMissingError(Exception):
    """This machine cannot run Windows programs; the text says what was missing."""


class WindowsProgramFailedError(Exception):
    """A Windows program ended with another code than it should; the text has what it printed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended. `output` is standard output and error together."""

    code: int
    output: str


def provide_tools() -> None:
    """Have Wine and NSIS, installing them where that is allowed without asking.

    Raises:
        ToolsMissingError: they are not there and cannot be installed.
    """
    wanted = [tool for tool in ("wine", "makensis") if shutil.which(tool) is None]
    if wanted and not provide_packages(DEBIAN_PACKAGES):
        raise ToolsMissingError(
            f"{' and '.join(wanted)} cannot be installed here. "
            "On Debian or Ubuntu: sudo apt-get install wine wine64 nsis"
        )


def windows_path(path: Path) -> str:
    """A path of this machine as Windows programs under Wine write it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


class Wine:
    """One Windows installation of its own, in the folder `prefix`."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self._env = {
            **{name: text for name, text in os.environ.items() if not name.startswith("PYTHON")},
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Neither .NET nor a browser is needed, and nobody is there to be asked about them.
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }

    @property
    def local_app_data(self) -> Path:
        """%LOCALAPPDATA% of the one user there is."""
        users = (self.prefix / "drive_c" / "users").iterdir()
        return next(user for user in users if user.name != "Public") / "AppData" / "Local"

    def create(self) -> None:
        """Make the Windows installation, which takes ten seconds; nothing when it is there."""
        if not (self.prefix / "system.reg").exists():
            self.prefix.mkdir(parents=True, exist_ok=True)
            self.run(["wineboot", "-i"])
            self.end()

    def run(
        self, command: Sequence[str | Path], *, code: int = 0, env: Mapping[str, str] = _NO_MORE
    ) -> str:
        """Run a program and return what it printed.

        Raises:
            WindowsProgramFailedError: it ended with another code than `code`.
        """
        outcome = self.outcome(command, env)
        if outcome.code != code:
            words = " ".join(map(str, command))
            raise WindowsProgramFailedError(
                f"{words} ended with {outcome.code} instead of {code}:\n{outcome.output}"
            )
        return outcome.output

    def outcome(self, command: Sequence[str | Path], env: Mapping[str, str] = _NO_MORE) -> Outcome:
        """Run a program to its end, whatever it is."""
        # A pipe, not a file: under Wine, Python's standard streams break on a plain file.
        done = subprocess.run(
            ["wine", *map(str, command)],
            env={**self._env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_TOO_LONG,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode("utf-8", "replace"))

    def start(self, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        """Start a program and leave it running."""
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            ["wine", *map(str, command)],
            env=self._env,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
        )

    def end(self) -> None:
        """End every program of this installation."""
        subprocess.run(["wineserver", "-k"], env=self._env, check=False)
        subprocess.run(["wineserver", "-w"], env=self._env, check=False)
