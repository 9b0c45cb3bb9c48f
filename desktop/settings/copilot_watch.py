"""Watches the addresses of the models that are set up, and tells the copilot what is found."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.copilot.connection import ModelSetup
from core.copilot.records import WaitingState, WaitingTurn
from core.copilot.standing import ModelReach
from core.sessions.messages import Rung
from core.sessions.workspace import Workspace
from desktop.settings.connection_monitor import ConnectionMonitor
from desktop.tasks import Scope
from sync.connectivity import Connectivity, Reach

_REACH = {
    Reach.REACHABLE: ModelReach.REACHABLE,
    Reach.PORTAL: ModelReach.UNREACHABLE,
    Reach.UNREACHABLE: ModelReach.UNREACHABLE,
}


class CopilotWatch(QObject):
    """Nobody is asked until a model is set up; a model that comes back gets the turns it owes.

    standing_changed  another model may be the next to answer: what says so is to be read again
    """

    standing_changed = Signal()

    def __init__(
        self,
        core: Core,
        monitor: ConnectionMonitor,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._core = core
        self._monitor = monitor
        self._scope = scope
        self._known: dict[Rung, ModelReach] = {}
        self._failed: WaitingTurn | None = None
        monitor.changed.connect(self._learn)

    def refresh(self) -> None:
        """The settings changed: the next turn uses them, and their addresses are watched."""
        self._core.connections.refresh()
        self._core.clients.routes.forget()
        self._known.clear()
        self.begin()

    def begin(self) -> None:
        """Watch what is set up now."""
        self._scope.latest("model addresses", asyncio.to_thread(self._setups), done=self._watch)

    def look_at(self, workspace: Workspace) -> None:
        """A turn that failed is a reason to ask at once whether its model can be reached."""
        waiting = workspace.waiting
        if waiting is None or waiting.state is not WaitingState.FAILED or waiting == self._failed:
            return
        self._failed = waiting
        self._monitor.check_now()

    def _setups(self) -> tuple[ModelSetup, ModelSetup]:
        setup = self._core.connections.setup
        return setup(Rung.CLOUD), setup(Rung.LOCAL)

    def _watch(self, setups: tuple[ModelSetup, ModelSetup]) -> None:
        cloud, local = setups
        self._monitor.watch(
            replace(
                self._monitor.addresses,
                cloud=cloud.address if cloud.is_configured else "",
                local=local.address if local.is_configured else "",
                outlet=cloud.endpoint.outlet,
            )
        )
        self._learn(self._monitor.found)
        self.standing_changed.emit()

    def _learn(self, found: Connectivity) -> None:
        came_back = is_news = False
        for rung, reach in ((Rung.CLOUD, found.cloud), (Rung.LOCAL, found.local)):
            known = _REACH.get(reach)
            if known is None:
                continue
            self._core.copilot.learned(rung, known)
            before = self._known.get(rung)
            self._known[rung] = known
            is_news |= before is not known
            came_back |= known is ModelReach.REACHABLE and before is not known
        if is_news:
            self.standing_changed.emit()
        if came_back:
            self._scope.run("answer queued turns", self._core.copilot.answer_queued())
