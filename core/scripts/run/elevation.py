"""Running with the rights of an administrator, only through the system's own prompt.

Every way works alike: the system's prompt starts a short program of ours, which takes the script
once, checks its SHA-256 on a copy nobody else can change, says that it has begun, and ends the
script when FlowPilot wants it or is gone. Values never stand on a command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from core.ids import new_id
from core.scripts.run.interpreters import Interpreter

REFUSED = "Administrator rights were not given, so the script was not run."


@dataclass(frozen=True, slots=True)
class ElevatedStart:
    """What is started to ask for the rights.

    sent  goes to its standard input, which stays open while the script may run
    mark  the line on its error output by which it says that the script begins
    """

    argv: Sequence[str]
    mark: bytes
    sent: bytes | None = None


class Elevation(Protocol):
    """One system's way."""

    def start(
        self, interpreter: Interpreter, script: Path, values: Mapping[str, str]
    ) -> ElevatedStart:
        """Prepare the start; may write files beside the script.

        Raises:
            OSError: they cannot be written.
        """

    def was_refused(self, exit_code: int | None, stderr: str) -> bool:
        """Whether a start that never began was declined by whoever was asked."""


def elevation_for(platform: str = sys.platform) -> Elevation | None:
    """The way of this system; None: it has none that can ask."""
    if platform == "win32":
        from core.scripts.run.elevation_windows import RunAs

        return RunAs()
    if platform == "darwin":
        from core.scripts.run.elevation_macos import AdministratorPrivileges

        return AdministratorPrivileges()
    from core.scripts.run.elevation_linux import Pkexec

    program = next(_programs("pkexec"), None)
    return None if program is None else Pkexec(program)


def new_mark() -> str:
    """A line that no script can know beforehand."""
    return f"flowpilot-begins-{new_id().hex}"


def sha256_of_file(script: Path) -> str:
    return sha256(script.read_bytes()).hexdigest()


def _programs(name: str) -> Iterator[Path]:
    for folder in map(Path, filter(None, os.get_exec_path())):
        if folder.is_absolute() and os.access(folder / name, os.X_OK):
            yield folder / name


class StartMark:
    """Takes the mark out of the error output, in whatever pieces it arrives."""

    def __init__(self, mark: bytes) -> None:
        self._mark = mark
        self._waiting = b""
        self.seen = False

    def take(self, chunk: bytes) -> bytes:
        """What the engineer may see of this chunk."""
        if self.seen:
            return chunk
        self._waiting += chunk
        before, mark, after = self._waiting.partition(self._mark)
        line, end, rest = after.partition(b"\n")
        if not mark or not end:
            return b""
        self.seen = True
        self._waiting = b""
        return before + line.rstrip(b"\r") + rest

    def rest(self) -> bytes:
        """What was held back when the mark never came."""
        waiting, self._waiting = self._waiting, b""
        return waiting
