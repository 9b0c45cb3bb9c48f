"""What a data folder knows about trouble: reports, and how the last run ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.clock import Clock
from core.crashes.last_run import look_back
from core.crashes.privacy import privacy_here
from core.crashes.reporter import CrashReporter
from core.crashes.reports import CrashReport, CrashReports
from core.version import program_version

if TYPE_CHECKING:
    from core.db.storage import Storage


@dataclass(frozen=True, slots=True)
class Crashes:
    """`last_end` is there when the last run ended unexpectedly and a report says so."""

    reports: CrashReports
    reporter: CrashReporter
    last_end: CrashReport | None


def look_at_crashes(storage: Storage, clock: Clock) -> Crashes:
    """Take up what earlier runs left. The profile is locked, so no other run is at it."""
    reports = CrashReports(
        lambda: storage.profile.crash_reports, clock, privacy_here, program_version()
    )
    last_end = look_back(reports, storage.profile.logs, was_left_open=storage.was_left_open)
    return Crashes(reports, CrashReporter(reports), last_end)
