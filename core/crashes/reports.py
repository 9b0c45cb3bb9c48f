"""The folder of reports about what went wrong. They stay on this computer."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from core.clock import Clock
from core.crashes.privacy import ReportPrivacy
from core.files import write_atomically

KEPT = 20
_MOST_CHARACTERS = 64 * 1024
_STAMP = "%Y%m%dT%H%M%S%fZ"
_log = logging.getLogger(__name__)


class CrashKind(StrEnum):
    """What a report is about; the word is a part of the file's name."""

    EXCEPTION = "exception"
    NATIVE = "native"
    END = "end"

    @property
    def label(self) -> str:
        return {
            CrashKind.EXCEPTION: "A mistake in the program",
            CrashKind.NATIVE: "A crash",
            CrashKind.END: "An unexpected end",
        }[self]


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A report in the folder. `made_at` is in UTC."""

    path: Path
    kind: CrashKind
    made_at: datetime


class CrashReports:
    """Keeps the newest reports. Writing one never raises: it is done while something else fails."""

    def __init__(
        self,
        folder: Callable[[], Path],
        clock: Clock,
        privacy: Callable[[], ReportPrivacy],
        version: str,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._privacy = privacy
        self._version = version

    def keep(self, kind: CrashKind, what: str, body: str) -> CrashReport | None:
        """Write a report and drop the oldest; None when the disk does not take it."""
        at = self._clock.now().astimezone(UTC)
        folder = self._folder()
        path = folder / f"{at.strftime(_STAMP)}-{kind}.txt"
        head = (
            f"{kind.label}: {what}",
            f"Noticed: {at.isoformat(timespec='seconds')}",
            f"FlowPilot {self._version}, Python {platform.python_version()}",
            f"System: {platform.platform()}",
            "",
        )
        text = self._privacy().clean("\n".join((*head, body)))[:_MOST_CHARACTERS]
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, f"{text.rstrip()}\n".encode("utf-8", "backslashreplace"))
            self._drop_oldest()
        except OSError as error:
            _log.error("crash.not_kept kind=%s reason=%s", kind, type(error).__name__)
            return None
        return CrashReport(path, kind, at)

    def found(self) -> list[CrashReport]:
        """Every report, newest first. What is no report of ours is passed over."""
        files = self._folder().glob("*.txt")
        reports = [report for file in files if (report := _report_of(file)) is not None]
        return sorted(reports, key=lambda report: report.made_at, reverse=True)

    def _drop_oldest(self) -> None:
        for report in self.found()[KEPT:]:
            report.path.unlink(missing_ok=True)


def _report_of(file: Path) -> CrashReport | None:
    stamp, _, kind = file.stem.partition("-")
    try:
        made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        return CrashReport(file, CrashKind(kind), made_at)
    except ValueError:
        return None
