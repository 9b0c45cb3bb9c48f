"""From the bus to Qt: the only place where events change threads."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.bus import Bus
from core.events import Changes


class Bridge(QObject):
    """Repeats each `Changes` as a signal on the GUI thread.

    Events are published on the database thread; a queued connection carries them over.
    """

    changed = Signal(object)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe = bus.subscribe(Changes, self.changed.emit)

    def close(self) -> None:
        self._unsubscribe()
