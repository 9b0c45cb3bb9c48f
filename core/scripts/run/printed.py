"""What a running script prints: live lines for the screen, and the kept texts."""

from __future__ import annotations

import threading
from collections.abc import Callable

from core.checks.capture import Capture
from core.checks.execution import Stream
from core.checks.line_feed import LineFeed
from core.redaction.hiding import Hiding
from core.scripts.run.clean_output import CleanOutput
from core.scripts.run.transcript import Log

# Looking for secrets takes time on the event loop: 100 lines of this length about 10 ms.
_LINES = 50
_LONGEST_SHOWN = 500


class Printed:
    """Takes chunks of both streams on their readers' threads, and keeps a bounded part of them."""

    def __init__(self, hiding: Hiding, on_line: Callable[[str], None] | None, limit: int) -> None:
        self._hiding = hiding
        self._lock = threading.Lock()
        self._closed = False
        self._out, self._errors = Capture(limit), Capture(limit)
        self._log = Log(limit)
        shown = None if on_line is None else _shown(hiding, on_line)
        # A feed for each stream: they are read by two threads, and lines must not mix.
        self._feeds = () if shown is None else (LineFeed(shown, _LINES), LineFeed(shown, _LINES))
        out_feed, error_feed = ([feed.push] for feed in self._feeds) if shown else ([], [])
        self._streams = {
            Stream.OUTPUT: CleanOutput(hiding, [self._out.add, self._log.output, *out_feed]),
            Stream.ERRORS: CleanOutput(
                hiding, [self._errors.add, self._log.error_output, *error_feed]
            ),
        }

    def push(self, stream: Stream, chunk: bytes) -> None:
        with self._lock:
            if not self._closed:
                self._streams[stream].push(chunk)

    def close(self) -> None:
        """Take the last lines, and nothing after them. On the event loop, when the run is over."""
        with self._lock:
            self._closed = True
            for stream in self._streams.values():
                stream.close()
        for feed in self._feeds:
            feed.close()

    def texts(self) -> tuple[str, str, str]:
        """Output, error output and both in order, without anything that looks like a secret.

        Takes up to a second.
        """
        kept = (self._out, self._errors, self._log.capture)
        stdout, stderr, log = (self._hiding.all(capture.text()) for capture in kept)
        return stdout, stderr, log


def _shown(hiding: Hiding, on_line: Callable[[str], None]) -> Callable[[str], None]:
    def show(line: str) -> None:
        shown = line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]} …"
        on_line(hiding.all(shown))

    return show
