"""Notices that the computer was asleep."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from core.clock import Clock
from core.waking import Tick, has_slept
from desktop.window.resume_message import ResumeMessages

_EVERY_SECONDS = 15
_ONCE_IN_SECONDS = 5.0


class WakeWatch(QObject):
    """Compares the clocks every quarter of a minute, and listens to Windows where there is one."""

    woke = Signal()

    def __init__(
        self,
        clock: Clock,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._monotonic = monotonic
        self._told_at = float("-inf")
        self._last = self._tick()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_EVERY_SECONDS * 1000)
        self._timer.timeout.connect(self.look)
        self._messages = ResumeMessages(self.tell)

    def begin(self) -> None:
        """Watch until `end`."""
        self._last = self._tick()
        self._timer.start()
        application = QCoreApplication.instance()
        if sys.platform == "win32" and application is not None:
            application.installNativeEventFilter(self._messages)

    def end(self) -> None:
        """Watch no more. Safe to call twice."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self._messages)

    def look(self) -> None:
        """Compare the clocks with what they were at the last look."""
        before, self._last = self._last, self._tick()
        if has_slept(before, self._last, _EVERY_SECONDS):
            self.tell()

    def tell(self) -> None:
        """The computer woke up; every window is told, and clocks say so too, but once is enough."""
        now = self._monotonic()
        if now - self._told_at < _ONCE_IN_SECONDS:
            return
        self._told_at = now
        self._last = self._tick()
        self.woke.emit()

    def _tick(self) -> Tick:
        return Tick(self._clock.now(), self._monotonic())
