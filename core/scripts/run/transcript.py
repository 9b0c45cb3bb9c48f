"""The record of a run as plain text: what ran, what it printed, how it ended."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime

from core.checks.capture import Capture
from core.redaction.hiding import HIDDEN, Hiding
from core.scripts.rendering import Runnable
from core.scripts.run.interpreters import Interpreter

_ERROR_MARK = b"! "
_VARIABLE_PREFIX = "FLOWPILOT_"


class Log:
    """Both streams in the order they arrive; lines of the error output begin with "! "."""

    def __init__(self, limit: int) -> None:
        self.capture = Capture(limit)
        self._lock = threading.Lock()
        self._at_start = True
        self._last_was_error = False

    def output(self, lines: bytes) -> None:
        self._add(lines, error=False)

    def error_output(self, lines: bytes) -> None:
        self._add(lines, error=True)

    def _add(self, lines: bytes, *, error: bool) -> None:
        if not lines:
            return
        with self._lock:
            if not self._at_start and error is not self._last_was_error:
                self.capture.add(b"\n")
                self._at_start = True
            ended = lines.endswith(b"\n")
            if error:
                body = lines[:-1] if ended else lines
                marked = body.replace(b"\n", b"\n" + _ERROR_MARK) + (b"\n" if ended else b"")
                lines = (_ERROR_MARK if self._at_start else b"") + marked
            self.capture.add(lines)
            self._at_start, self._last_was_error = ended, error


def header(
    runnable: Runnable,
    interpreter: Interpreter,
    *,
    script_sha256: str,
    elevated: bool,
    started_at: datetime,
) -> str:
    """What ran, with which values; passwords are hidden."""
    lines = [
        f"Started: {started_at:%Y-%m-%d %H:%M:%S} UTC",
        f"Interpreter: {interpreter.label} ({interpreter.executable})",
        f"Script SHA-256: {script_sha256}",
        f"Elevated: {'yes' if elevated else 'no'}",
        *_values(runnable.environment, Hiding(runnable.secrets)),
    ]
    return "\n".join(lines)


def transcript(head: str, printed: str, end: str) -> str:
    """The whole record; lines that begin with "! " are error output."""
    body = printed.rstrip("\n") or "(nothing was printed)"
    return f"{head}\n\n{body}\n\n{end}\n"


def _values(environment: Mapping[str, str], hiding: Hiding) -> list[str]:
    shown = []
    for name, value in sorted(environment.items()):
        key = name.removeprefix(_VARIABLE_PREFIX).lower()
        plain = hiding.known(value).replace("\n", ", ")
        shown.append(f"  {key} = {HIDDEN if HIDDEN in plain else plain}")
    return ["Values:", *shown] if shown else ["Values: none"]
