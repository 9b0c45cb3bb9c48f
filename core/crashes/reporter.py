"""Turns exceptions into reports, once for each place they come from."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.crashes.reports import CrashKind, CrashReport, CrashReports
from core.crashes.traces import signature, trace

if TYPE_CHECKING:
    import asyncio

_MOST_PER_RUN = 20
_log = logging.getLogger(__name__)


class CrashReporter:
    """Called on any thread, by whoever holds an exception that should not have come up.

    One from a place that was reported before is known: a paint event that fails sixty times a
    second fills no folder.
    """

    def __init__(self, reports: CrashReports) -> None:
        self._reports = reports
        self._known: set[tuple[str, ...]] = set()
        self._lock = threading.Lock()

    def report(self, error: BaseException, where: str) -> CrashReport | None:
        """Keep a report; None when there is one already, or it cannot be kept."""
        mark = signature(error)
        with self._lock:
            if mark in self._known or len(self._known) >= _MOST_PER_RUN:
                return None
            self._known.add(mark)
        return self._reports.keep(CrashKind.EXCEPTION, where, trace(error))

    def loop_failed(self, loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        """The exception handler of an event loop: a callback or an abandoned task failed.

        What asyncio itself would log quotes the task, and with it what the task was given.
        """
        error = context.get("exception")
        # "Exception in callback name(arguments)": the arguments are somebody's words.
        said = str(context.get("message", "An event loop failed")).partition("(")[0].strip()
        if isinstance(error, BaseException):
            self.report(error, said)
            _log.error("loop.failed message=%s", said, exc_info=error)
        else:
            _log.error("loop.failed message=%s", said)
