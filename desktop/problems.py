"""How errors reach the engineer: in one voice, in one place."""

from __future__ import annotations

import logging
import platform
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.errors import AppError, Bug, Conflict, NotFound, UserError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in words: what happened, what it means, what to do. `details` can be copied."""

    title: str
    meaning: str
    advice: str
    details: str
    is_bug: bool = False
    is_gentle: bool = False
    """A rule of the product said no; a toast is enough."""

    @property
    def in_one_line(self) -> str:
        return " ".join(part for part in (self.title, self.meaning, self.advice) if part)


def describe(error: Exception, task: str, now: datetime, version: str) -> Problem:
    """Put an error into words. An exception that nobody expected is our bug."""
    if isinstance(error, AppError) and not isinstance(error, Bug):
        gentle = isinstance(error, UserError | Conflict | NotFound)
        return Problem(error.title, error.message, error.hint, str(error), is_gentle=gentle)
    report = "\n".join(
        (
            f"FlowPilot {version} on {platform.platform()}, Python {platform.python_version()}",
            f"{now.isoformat(timespec='seconds')} while: {task}",
            "",
            "".join(traceback.format_exception(error)),
        )
    )
    return Problem(
        "Something went wrong in FlowPilot",
        "What you entered is kept. This is a mistake in the program, not in your work.",
        "Try again. If it comes back, copy the details for the developers.",
        report,
        is_bug=True,
    )


class ProblemPresenter:
    """Describes an error, logs and reports a bug, and hands the words to the window."""

    def __init__(
        self,
        show: Callable[[Problem], None],
        now: Callable[[], datetime],
        version: str,
        keep_report: Callable[[Exception, str], object],
    ) -> None:
        self._show = show
        self._now = now
        self._version = version
        self._keep_report = keep_report

    def present(self, error: Exception, task: str) -> None:
        problem = describe(error, task, self._now(), self._version)
        if problem.is_bug:
            _log.error("problem.bug task=%s type=%s", task, type(error).__name__, exc_info=error)
            self._keep_report(error, f"while: {task}")
        else:
            _log.info("problem.shown task=%s title=%s", task, problem.title)
        self._show(problem)
