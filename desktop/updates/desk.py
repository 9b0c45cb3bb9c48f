"""Looks for updates beside the work, and installs one when the engineer says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.app import Core
from core.db.upgrade import newest_schema
from core.settings.definitions import (
    UPDATE_CHECK_DAILY,
    UPDATE_CHECKED_AT,
    UPDATE_DOWNLOAD_AT_ONCE,
)
from desktop.settings.keeping import Keeping
from desktop.tasks import Scope
from sync.updates.activity import under_way
from sync.updates.installation import Installation, UpdateWay
from sync.updates.outcome import Outcome
from sync.updates.state import Stage, Update
from sync.updates.trust import TrustedRoot, forget_own_root, keep_own_root
from sync.updates.updates import UpdateParts, Updates

LOOK_AGAIN_MS = 1_000
FIRST_LOOK_SECONDS = 60.0
NEXT_LOOK_SECONDS = 3_600.0
Unsent = Callable[[], tuple[str, ...]]


class UpdateDesk(QObject):
    """Holds the one update there can be. What it does not expect goes to the presenter."""

    changed = Signal(object)  # Update
    progressed = Signal(int)  # bytes
    outcome_told = Signal(object)  # Outcome of the update before this start
    close_wanted = Signal()
    """Everything is ready: end the program in order, then call `launch`."""

    def __init__(
        self,
        core: Core,
        installation: Installation,
        version: str,
        scope: Scope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.version = version
        self._core = core
        self._scope = scope
        self._unsent: Unsent = tuple
        keeping = Keeping(core.settings, core.database, scope)
        self._updates = Updates(
            UpdateParts(
                profile=lambda: core.storage.profile,
                settings=core.settings,
                clock=core.clock,
                installation=installation,
                version=version,
                schema=newest_schema(),
                clients=core.clients,
                outlet=core.connections.outlet,
                keep_checked=lambda at: keeping.keep(UPDATE_CHECKED_AT, at),
            )
        )
        self._updates.on_change(self._tell)
        self._updates.on_progress(self.progressed.emit)
        self._look_again = QTimer(self)
        self._look_again.setInterval(LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._look_at_work)

    @property
    def state(self) -> Update:
        return self._updates.state

    @property
    def way(self) -> UpdateWay:
        return self._updates.way

    def watch_work(self, unsent: Unsent) -> None:
        """Ask this, on the window's thread, for what is on screen and not sent."""
        self._unsent = unsent

    def start(self) -> None:
        """Tell what became of the last update, and begin to look for the next."""
        outcome = asyncio.to_thread(self._updates.take_outcome)
        self._scope.run("read the outcome", outcome, done=self._tell_outcome)
        self.configure()

    def configure(self) -> None:
        """Take the settings as they are now; what is under way by the old ones is dropped."""
        self._updates.configure()
        self.configure_watch()

    def configure_watch(self) -> None:
        """Begin or end to look by itself, as the settings say now."""
        self._scope.cancel_named("watch for updates")
        wanted = self._core.settings.read(UPDATE_CHECK_DAILY)
        if wanted and self.state.stage is not Stage.OFF:
            self._scope.run("watch for updates", self._watch())

    def check(self) -> None:
        """Look for updates now."""
        self._scope.run("check for updates", self._check())

    def download(self) -> None:
        """Fetch what is offered."""
        self._scope.run("download the update", self._updates.download())

    def cancel(self) -> None:
        """Stop looking or fetching, or no longer wait."""
        self._updates.cancel()

    def install(self) -> None:
        """The engineer wants it now: close for it, or say what has to end first."""
        self._scope.latest("install the update", self._install())

    def held_up(self) -> None:
        """The program could not close."""
        self._updates.held_up()

    def launch(self) -> None:
        """Start the installer if that is what the program closed for; the last thing it does."""
        self._updates.launch(restart=True)

    def ask_root(self, done: Callable[[TrustedRoot | None], None]) -> None:
        """Read whom updates are trusted from."""
        self._scope.latest("read the root", asyncio.to_thread(self._updates.root), done=done)

    def trust(
        self,
        chosen: str,
        done: Callable[[TrustedRoot], None],
        refused: Callable[[Exception], bool],
    ) -> None:
        """Trust another root file."""
        keep = asyncio.to_thread(keep_own_root, self._core.storage.profile, Path(chosen))
        self._scope.latest("keep the root", keep, done=done, failed=refused)

    def forget_root(self, done: Callable[[], None]) -> None:
        """Trust the root that was shipped again, if one was."""
        forget = asyncio.to_thread(forget_own_root, self._core.storage.profile)
        self._scope.latest("forget the root", forget, done=lambda _: done())

    async def _watch(self) -> None:
        await asyncio.sleep(FIRST_LOOK_SECONDS)
        while True:
            if self._updates.is_due():
                await self._check()
            await asyncio.sleep(NEXT_LOOK_SECONDS)

    async def _check(self) -> None:
        await self._updates.check()
        if self._core.settings.read(UPDATE_DOWNLOAD_AT_ONCE):
            await self._updates.download()

    async def _install(self) -> None:
        if not await self._updates.prepare_install():
            return
        now = await under_way(self._core, self._unsent())
        # Nothing is awaited from here to the end of the program's first step of closing.
        if self._updates.ask_to_install(now):
            self.close_wanted.emit()

    def _look_at_work(self) -> None:
        self._scope.latest(
            "look at the work",
            under_way(self._core, self._unsent()),
            done=self._updates.work_changed,
        )

    def _tell(self, update: Update) -> None:
        if update.stage is Stage.WAITING:
            self._look_again.start()
        else:
            self._look_again.stop()
        self.changed.emit(update)

    def _tell_outcome(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.outcome_told.emit(outcome)
