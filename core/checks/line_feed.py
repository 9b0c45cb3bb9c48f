"""A live glimpse of the output while a check runs."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import threading
from collections import deque
from collections.abc import Callable

from core.checks.capture import encoding_of

_LINES_AT_ONCE = 200
_EVERY_SECONDS = 0.05
_LONGEST_LINE = 10_000


class LineFeed:
    """Carries complete lines from a reader thread to the event loop that created it.

    At most `lines_at_once` every 50 ms; when the output is faster, the older ones are left out.
    """

    def __init__(self, on_line: Callable[[str], None], lines_at_once: int = _LINES_AT_ONCE) -> None:
        self._on_line = on_line
        self._loop = asyncio.get_running_loop()
        self._lines: deque[str] = deque(maxlen=lines_at_once)
        self._lock = threading.Lock()
        self._decoder: codecs.IncrementalDecoder | None = None
        self._partial = ""
        self._scheduled = False
        self._closed = False

    def push(self, chunk: bytes) -> None:
        """Take output, on the reader's thread."""
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(encoding_of(chunk))(errors="replace")
        *lines, partial = (self._partial + self._decoder.decode(chunk)).split("\n")
        self._partial = partial[-_LONGEST_LINE:]
        with self._lock:
            self._lines.extend(line.rstrip("\r").removeprefix("\ufeff") for line in lines)
            wake = bool(self._lines) and not self._scheduled and not self._closed
            self._scheduled = self._scheduled or wake
        if wake:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and the interest with it
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._loop.call_later(_EVERY_SECONDS, self._deliver)

    def close(self) -> None:
        """Deliver what is left, and nothing after that. On the event loop."""
        self._deliver()
        with self._lock:
            self._closed = True

    def _deliver(self) -> None:
        with self._lock:
            lines = () if self._closed else tuple(self._lines)
            self._lines.clear()
            self._scheduled = False
        for line in lines:
            self._on_line(line)
