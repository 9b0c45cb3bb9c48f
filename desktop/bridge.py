"""From the bus to Qt: the only place where events change threads."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.bus import Bus
from core.crashes.reports import CrashReport
from core.events import AssistantWriting, Changes, WorkEnded


class Bridge(QObject):
    """Repeats each event as a signal on the GUI thread.

    Events are published on the database's and the model's thread; a queued connection carries
    them over.
    """

    changed = Signal(object)  # Changes
    writing = Signal(object)  # AssistantWriting
    ended = Signal(object)  # WorkEnded
    crashed = Signal(object)  # CrashReport

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subscriptions = (
            bus.subscribe(Changes, self.changed.emit),
            bus.subscribe(AssistantWriting, self.writing.emit),
            bus.subscribe(WorkEnded, self.ended.emit),
            bus.subscribe(CrashReport, self.crashed.emit),
        )

    def close(self) -> None:
        for unsubscribe in self._subscriptions:
            unsubscribe()
