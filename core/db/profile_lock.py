"""One running FlowPilot per profile, held by the operating system and so gone with the process."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from core.errors import EnvironmentProblem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes and then hides them from readers, so one far behind the text is locked.
_LOCKED_BYTE = 4096


class AlreadyOpen(EnvironmentProblem):
    """Another FlowPilot has the data open."""


def seems_open(path: Path) -> bool:
    """Whether the lock's owner is at work, or did not end by itself. Costs one small read."""
    try:
        with path.open("rb") as file:
            return bool(file.read(32).strip())
    except OSError:
        return False


class ProfileLock:
    """Held from the start of the app to its end.

    The file holds the process id of its owner. A clean exit empties it, so what is found in it
    says how the last run ended.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            AlreadyOpen: another FlowPilot has it.
            EnvironmentProblem: the file cannot be written.
        """
        self._path = path
        try:
            self._file: IO[bytes] = path.open("a+b", buffering=0)
        except OSError as error:
            raise EnvironmentProblem(
                "The data folder cannot be written.",
                f"{path}: {error.strerror}.",
                hint="Check your rights there, or choose another data folder.",
                retryable=True,
            ) from error
        owner = self._read()
        if not _try_lock(self._file):
            self._file.close()
            raise AlreadyOpen(
                "FlowPilot is already open with this data.",
                f"Process {owner} uses {path.parent}." if owner else f"It uses {path.parent}.",
                hint="Use the open window, or end that process and start again.",
                retryable=True,
            )
        self.was_left_open = bool(owner)
        self._write(str(os.getpid()))

    def expect_end(self) -> None:
        """The system is about to end this process: that it ends is nothing to wonder about."""
        self._write("")

    def release(self) -> None:
        """Let go after a clean end. Safe to call twice."""
        if not self._file.closed:
            self._write("")
            _unlock(self._file)
            self._file.close()

    def _read(self) -> str:
        self._file.seek(0)
        return self._file.read(32).decode("ascii", "replace").strip()

    def _write(self, text: str) -> None:
        # On a full disk the lock holds all the same; only its owner's number is missing.
        with contextlib.suppress(OSError):
            self._file.truncate(0)
            self._file.write(text.encode())


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
