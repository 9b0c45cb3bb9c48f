"""What the interpreter writes while the process dies: a file of its own for every run.

The name holds time and process: what another run left is never overwritten, and a run that is
refused because another is open takes nothing away from it.
"""

from __future__ import annotations

import faulthandler
import os
from datetime import UTC
from pathlib import Path
from typing import IO

from core.clock import Clock

PREFIX = "native-"
_SUFFIX = ".txt"
_MOST_BYTES = 48 * 1024


class NativeFaults:
    """Sends the stacks of every thread to a file when the process receives a fatal signal.

    The file is open from the start, so that nothing has to be found or made in that moment. It
    needs no standard streams, which a windowed program does not have.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._file: IO[bytes] | None = None
        self._path: Path | None = None

    def begin(self, folder: Path) -> None:
        """Watch from now on; a second call changes the folder.

        Raises:
            OSError: the folder cannot be written.
        """
        at = self._clock.now().astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        path = folder / f"{PREFIX}{at}-{os.getpid()}{_SUFFIX}"
        file = path.open("xb", buffering=0)
        faulthandler.enable(file=file, all_threads=True)
        self._remove()
        self._file, self._path = file, path

    def note(self, text: str) -> None:
        """Write the last words before an end that cannot be stopped."""
        if self._file is not None:
            self._file.write(f"{text}\n".encode("utf-8", "backslashreplace"))

    def end(self) -> None:
        """Stop watching. Safe to call twice."""
        if self._file is not None:
            faulthandler.disable()
            self._remove()

    def _remove(self) -> None:
        if self._file is not None and self._path is not None:
            is_empty = self._file.tell() == 0 and not os.fstat(self._file.fileno()).st_size
            self._file.close()
            if is_empty:
                self._path.unlink(missing_ok=True)
        self._file = self._path = None


def take_native_faults(folder: Path) -> list[str]:
    """What earlier runs left, oldest first; their files are gone afterwards.

    Call it while the profile is locked: there is then no other run that still needs its file.
    """
    found: list[str] = []
    for path in sorted(folder.glob(f"{PREFIX}*{_SUFFIX}")):
        try:
            with path.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8", "replace").strip()
            # An empty file may be our own, which is open.
            if text or not path.stem.endswith(f"-{os.getpid()}"):
                path.unlink()
        except OSError:  # another program holds it; the next start sees to it
            continue
        if text:
            found.append(text)
    return found
