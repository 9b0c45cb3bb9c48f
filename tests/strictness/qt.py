"""Qt's messages as log records; widgets and timers that outlive their test.

Everything here is inert where PySide6 is not installed or was never imported.
"""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget


def forward_messages() -> None:
    """Send what Qt prints to the logger "qt", where the log guard sees it."""
    from desktop.qt_messages import log_messages

    log_messages(lambda _: None)


class TimerGuard:
    """Watches every QTimer that is started; installed once by `install()`."""

    def __init__(self) -> None:
        self._started: weakref.WeakSet[QTimer] = weakref.WeakSet()

    def drain(self) -> list[str]:
        """Timers that still run."""
        running = [timer for timer in self._started if _runs(timer)]
        self._started.clear()
        return [f"running timer: {timer!r}" for timer in running]

    def install(self) -> None:
        """Put a plain function in front of `QTimer.start`; never undone."""
        from PySide6.QtCore import QTimer

        start: Any = QTimer.start

        def watched_start(timer: QTimer, *args: Any) -> None:
            self._started.add(timer)
            start(timer, *args)

        setattr(QTimer, "start", watched_start)  # noqa: B010 -- mypy refuses the plain assignment


class WidgetGuard:
    """Compares the top-level widgets with those that existed when the test began."""

    def __init__(self) -> None:
        self._before = {id(widget) for widget in _top_level_widgets()}

    def problems(self) -> list[str]:
        """Widgets without a parent that are still there once Qt has done its pending deletions."""
        if not self._fresh():
            return []
        _delete_pending()
        if self._fresh():
            gc.collect()
            _delete_pending()
        return [f"leaked widget: {widget!r}" for widget in self._fresh()]

    def _fresh(self) -> list[QWidget]:
        return [widget for widget in _top_level_widgets() if id(widget) not in self._before]


def _runs(timer: QTimer) -> bool:
    from shiboken6 import isValid

    return isValid(timer) and timer.isActive()


def _top_level_widgets() -> list[QWidget]:
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets() if QApplication.instance() else []


def _delete_pending() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
