"""Everything that watches over this process, as `main` begins it and the window ends it."""

from __future__ import annotations

import logging

from core.clock import SystemClock
from core.crashes.native import NativeFaults
from core.crashes.privacy import privacy_here
from core.crashes.reporter import CrashReporter
from core.crashes.reports import CrashReports
from core.crashes.watch import CrashWatch
from core.paths import Profile
from core.version import program_version

_log = logging.getLogger(__name__)


class ProcessCrashes:
    """Hooks and fault file of the process; both write into the folder of the profile in use."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        clock = SystemClock()
        reports = CrashReports(
            lambda: self._profile.crash_reports, clock, privacy_here, program_version()
        )
        self.native = NativeFaults(clock)
        self.reporter = CrashReporter(reports)
        self.watch = CrashWatch(self.reporter)

    def begin(self) -> None:
        """Watch from now on. A folder that cannot be written stops nobody from starting."""
        self.watch.begin()
        self._begin_native()

    def follow(self, profile: Profile) -> None:
        """The data is in another folder than it was thought to be."""
        if profile != self._profile:
            self._profile = profile
            self._begin_native()

    def end(self) -> None:
        """Stop watching. Safe to call twice."""
        self.watch.end()
        self.native.end()

    def _begin_native(self) -> None:
        try:
            self._profile.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.native.begin(self._profile.logs)
        except OSError as error:
            _log.info("crash.faults_not_watched reason=%s", type(error).__name__)
