"""Keeps the one watch on the network that there is, and tells what it finds."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.clock import Clock
from core.network.clients import HttpClients
from desktop.tasks import Scope
from sync.connectivity import (
    Addresses,
    Connectivity,
    ConnectivityProbe,
    ConnectivityWatch,
    Reach,
)

_TASK = "watch the connection"


class ConnectionMonitor(QObject):
    """With no address there is no watch and no request."""

    changed = Signal(object)  # Connectivity

    def __init__(
        self, scope: Scope, clients: HttpClients, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scope = scope
        self._clients = clients
        self._clock = clock
        self._watch: ConnectivityWatch | None = None
        self.addresses = Addresses()
        self.found = Connectivity()

    def watch(self, addresses: Addresses) -> None:
        """Ask these addresses from now on; without any, all asking ends."""
        if addresses == self.addresses:
            return
        self._scope.cancel_named(_TASK)
        self._watch = None
        if addresses.any_configured:
            probe = ConnectivityProbe(addresses, self._clients, self._clock)
            self._watch = ConnectivityWatch(probe, addresses, self._tell)
            self._scope.run(_TASK, self._watch.run())
        before, self.addresses = self.addresses, addresses
        known = self.found

        def now(old: str, new: str, reach: Reach) -> Reach:
            return reach if new == old else Reach.UNKNOWN if new else Reach.NOT_CONFIGURED

        self._tell(
            Connectivity(
                now(before.internet, addresses.internet, known.internet),
                now(before.cloud, addresses.cloud, known.cloud),
                now(before.local, addresses.local, known.local),
                known.checked_at if addresses.any_configured else None,
            )
        )

    @property
    def is_watching(self) -> bool:
        return self._watch is not None

    def check_now(self) -> None:
        """Ask again without waiting for the next turn."""
        if self._watch is not None:
            self._watch.nudge()

    def _tell(self, found: Connectivity) -> None:
        self.found = found
        self.changed.emit(found)
