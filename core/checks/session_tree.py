"""A process tree on Linux and macOS.

The process leads a session of its own. What it started is found by the process group, by the
parents, and by a marker in the environment, so that a child which left the session is found too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.checks.environment import MARKER

if TYPE_CHECKING:
    import psutil

assert sys.platform != "win32"  # noqa: S101 - for the type checker

_ROUNDS = 5
_POLL_SECONDS = 0.02


class SessionTree:
    """The POSIX way. When the app itself is killed, its runs only lose their output pipes."""

    def __init__(self, process: subprocess.Popen[bytes], run_id: str) -> None:
        self.process = process
        self._run_id = run_id

    def end(self, grace_seconds: float) -> None:
        # More than one round: a process may have forked while it was being found.
        for attempt in range(_ROUNDS):
            living = list(self._living())
            if not living:
                return
            polite = attempt == 0 and grace_seconds > 0
            for process in living:
                _signal(process, signal.SIGTERM if polite else signal.SIGKILL)
            _wait(living, grace_seconds if polite else 1.0)

    def _living(self) -> Iterator[psutil.Process]:
        import psutil

        below = {process.pid for process in self._below()}
        for process in psutil.process_iter():
            ours = process.pid in below or self._is_marked(process)
            if ours and _is_alive(process):
                yield process

    def _below(self) -> list[psutil.Process]:
        import psutil

        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.Error:
            return []

    def _is_marked(self, process: psutil.Process) -> bool:
        import psutil

        try:
            if os.getpgid(process.pid) == self.process.pid:
                return True
            return process.environ().get(MARKER) == self._run_id
        except (psutil.Error, OSError):  # gone meanwhile, or somebody else's
            return False


def _is_alive(process: psutil.Process) -> bool:
    import psutil

    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    import psutil

    try:
        process.send_signal(number)
    except psutil.Error:
        return  # it ended meanwhile, or gave itself other rights and cannot be ended by us


def _wait(processes: Sequence[psutil.Process], seconds: float) -> None:
    """Wait by looking, not with `waitpid`: the exit code belongs to whoever opened the process."""
    deadline = time.monotonic() + seconds
    while any(map(_is_alive, processes)) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
