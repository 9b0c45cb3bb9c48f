"""Hears of every exception that nobody caught."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from core.crashes.reporter import CrashReporter
from core.crashes.reports import CrashReport

_log = logging.getLogger(__name__)


class CrashWatch:
    """Sits in the hooks of the interpreter from `begin` to `end`; one per process.

    What was there before is still called where there is a standard error stream to write to; a
    windowed program has none.
    """

    def __init__(self, reporter: CrashReporter) -> None:
        self._reporter = reporter
        self._tell: Callable[[CrashReport], None] = _nobody
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def begin(self) -> None:
        """Hear of the main thread, of the other threads and of finalizers."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._hear
        threading.excepthook = self._hear_thread
        sys.unraisablehook = self._hear_unraisable

    def end(self) -> None:
        """Leave the hooks as they were. Safe to call twice."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        self._tell = _nobody

    def tell(self, listener: Callable[[CrashReport], None]) -> None:
        """Whom to tell when something failed that the engineer did; called on the main thread."""
        self._tell = listener

    def _hear(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        if not isinstance(error, KeyboardInterrupt):
            kept = self._note(error, "nobody caught it")
            if kept is not None:
                self._tell(kept)
        if sys.stderr is not None:
            self._before[0](kind, error, where)

    def _hear_thread(self, said: threading.ExceptHookArgs) -> None:
        error = said.exc_value
        if error is not None and not isinstance(error, SystemExit):
            name = said.thread.name if said.thread is not None else "that has ended"
            self._note(error, f"in the thread {name}")
        if sys.stderr is not None:
            self._before[1](said)

    def _hear_unraisable(self, said: sys.UnraisableHookArgs) -> None:
        if said.exc_value is not None:
            self._note(said.exc_value, f"in the end of a {type(said.object).__qualname__}")
        if sys.stderr is not None:
            self._before[2](said)

    def _note(self, error: BaseException, where: str) -> CrashReport | None:
        kept = self._reporter.report(error, where)
        if kept is not None:
            _log.error("crash.uncaught where=%s", where, exc_info=error)
        return kept


def _nobody(_: CrashReport) -> None:
    """Nobody is told."""
