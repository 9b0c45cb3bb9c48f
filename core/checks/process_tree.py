"""A process with everything it starts, which can be ended as a whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from core.checks.environment import MARKER


class ProcessTree(Protocol):
    """What was started. Both output pipes are read by the caller."""

    process: subprocess.Popen[bytes]

    def end(self, grace_seconds: float) -> None:
        """End every process; those that can be asked first get the grace to stop by themselves.

        Returns when nothing is left. Safe from any thread, at any time, more than once.
        """


def start_tree(
    argv: Sequence[str], environment: Mapping[str, str], *, with_input: bool = False
) -> ProcessTree:
    """Start a program without a window or terminal, in the home folder, its input closed.

    On Windows a `str` is a command line that is passed on as it is. With `with_input` the caller
    writes and closes the input.

    Raises:
        OSError: the system cannot start it.
        ValueError: the arguments hold what no command line can, such as a NUL character.
    """
    if sys.platform == "win32":
        from core.checks.job_tree import JobTree

        flags = subprocess.CREATE_NO_WINDOW
        return JobTree(_open(argv, environment, with_input, creationflags=flags))
    else:  # noqa: RET505 - only this shape is one branch per platform to the type checker
        from core.checks.session_tree import SessionTree

        process = _open(argv, environment, with_input, start_new_session=True)
        return SessionTree(process, environment[MARKER])


def _open(
    argv: Sequence[str],
    environment: Mapping[str, str],
    with_input: bool,
    *,
    creationflags: int = 0,
    start_new_session: bool = False,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        argv,
        bufsize=0,
        stdin=subprocess.PIPE if with_input else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path.home(),
        env=environment,
        creationflags=creationflags,
        start_new_session=start_new_session,
    )
