"""Looks for updates, fetches them and hands them to the installer, one step at a time.

Each step is asked for; what comes of it is the new `state`, told to whoever listens. Expected
failures end in the stage FAILED with words and never leave here as exceptions.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core.checks.processes import in_thread
from core.clock import Clock
from core.outcome import Refused
from core.paths import Profile
from core.settings.definitions import (
    UPDATE_ADDRESS,
    UPDATE_CHANNEL,
    UPDATE_CHECKED_AT,
)
from core.settings.store import SettingsStore
from sync.updates.downloads import check_file, downloads_in, remove_downloads
from sync.updates.installation import Installation, UpdateWay
from sync.updates.offer import Offer, Standing
from sync.updates.outcome import Ended, Outcome, take_outcome, write_outcome
from sync.updates.quiet import UnderWay, reasons_to_wait
from sync.updates.refusal import Refusal, UpdateCancelledError, UpdateError
from sync.updates.state import Event, Stage, Update, advance
from sync.updates.trust import TrustedRoot, trusted_root
from sync.updates.version import read_version

if TYPE_CHECKING:
    from core.network.clients import HttpClients, Outlet
    from sync.updates.fetcher import Control
    from sync.updates.source import UpdateSource

T = TypeVar("T")
DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateParts:
    """What updates are made from.

    version  of the program that runs; one that cannot be read gets no updates
    schema   the newest database revision it knows
    clients, outlet  how connections are made; `outlet` may ask the keyring
    keep_checked stores when updates were looked for; None: in the settings, at once
    """

    profile: Callable[[], Profile]
    settings: SettingsStore
    clock: Clock
    installation: Installation
    version: str
    schema: int
    clients: HttpClients
    outlet: Callable[[], Outlet]
    keep_checked: Callable[[str], None] | None = None


class Updates:
    """Used on one event loop. `state` is where things stand; `tell` hears each change."""

    def __init__(self, parts: UpdateParts) -> None:
        self._parts = parts
        self._control: Control | None = None
        self._listeners: list[Callable[[Update], None]] = []
        self._progress: list[Callable[[int], None]] = []
        self.state = Update()

    @property
    def way(self) -> UpdateWay:
        return self._parts.installation.way

    def on_change(self, listener: Callable[[Update], None]) -> None:
        """Have every new state told, on the event loop."""
        self._listeners.append(listener)

    def on_progress(self, listener: Callable[[int], None]) -> None:
        """Have the received bytes of a download told, on the event loop."""
        self._progress.append(listener)

    def take_outcome(self) -> Outcome | None:
        """What became of the update before this start; told once. What it left is removed."""
        file = self._parts.installation.outcome_file
        outcome = None if file is None else take_outcome(file)
        if outcome is not None:
            remove_downloads(downloads_in(self._parts.profile().updates))
        return outcome

    def root(self) -> TrustedRoot | None:
        """Whom updates are trusted from. Reads a small file."""
        return trusted_root(self._parts.profile())

    def configure(self) -> None:
        """Take the settings as they are now. What is under way by the old ones is dropped."""
        if self.state.stage is Stage.INSTALLING:
            return
        self.cancel()
        reason = self._reason_to_be_off()
        event = Event.CONFIGURE if reason is None else Event.SWITCH_OFF
        self._move(event, failure=reason or "", at=self.checked_at)

    @property
    def checked_at(self) -> datetime | None:
        """When updates were last looked for with success."""
        try:
            found = datetime.fromisoformat(self._parts.settings.read(UPDATE_CHECKED_AT))
        except ValueError:
            return None
        return found if found.tzinfo is not None else None

    def is_due(self) -> bool:
        """Whether the daily look has to be taken. One that failed is taken again sooner."""
        at, now = self.checked_at, self._parts.clock.now()
        idle = (Stage.NOT_ASKED, Stage.UP_TO_DATE, Stage.AVAILABLE, Stage.FAILED)
        is_idle = self.state.stage in idle
        # A time that is still to come is a clock that was put back.
        return is_idle and (at is None or not timedelta() <= now - at < DAY)

    async def check(self) -> None:
        """Ask the server what it offers."""
        standing = self._standing()
        if standing is None or not self._move(Event.CHECK):
            return
        offer = await self._step(lambda source: source.check(standing))
        if isinstance(offer, _Left):
            return
        now = self._parts.clock.now()
        self._remember(now)
        if offer is None:
            self._move(Event.NOTHING_NEWER, at=now)
        else:
            self._move(Event.OFFER, offer=offer, at=now)

    async def download(self) -> None:
        """Fetch what is offered and check it. Only where it can be installed afterwards."""
        offer = self.state.offer
        if self.way is not UpdateWay.INSTALLER or offer is None or not self._move(Event.DOWNLOAD):
            return
        file = await self._step(lambda source: source.download(offer))
        if not isinstance(file, _Left):
            self._move(Event.DOWNLOADED, file=file)

    def cancel(self) -> None:
        """Stop a check or a download, or no longer wait for work to end."""
        if self._control is not None:
            self._control.cancelled.set()
            self._control = None
        if self.state.stage is not Stage.INSTALLING:
            self._move(Event.CANCEL)

    def ask_to_install(self, now: UnderWay) -> bool:
        """The engineer wants it: whether it may begin, or what it waits for.

        Before it `prepare_install`, and after it, when the program has closed, `launch`.
        """
        waits_for = reasons_to_wait(now)
        if waits_for:
            self._move(Event.WAIT, waits_for=waits_for)
            return False
        return self._move(Event.INSTALL)

    def work_changed(self, now: UnderWay) -> None:
        """While it waits: say what is left, or that it can be installed. Installs nothing."""
        if self.state.stage is not Stage.WAITING:
            return
        waits_for = reasons_to_wait(now)
        if not waits_for:
            self._move(Event.WORK_ENDED)
        elif waits_for != self.state.waits_for:
            self._move(Event.WAIT, waits_for=waits_for)

    async def prepare_install(self) -> bool:
        """See that the download is still what was signed, right before it is started."""
        file, offer = self.state.file, self.state.offer
        if file is None or offer is None:
            return False
        try:
            await asyncio.to_thread(check_file, file, offer)
        except UpdateError as refused:
            self._fail(refused)
            return False
        return True

    def held_up(self) -> None:
        """The program could not close, so nothing is installed if that was what it closed for."""
        if self.state.stage is Stage.INSTALLING:
            self._move(Event.FAIL, failure=_HELD_UP)

    def launch(self, *, restart: bool) -> bool:
        """Start the installer; the last thing the program does. The next start tells a failure."""
        file, offer = self.state.file, self.state.offer
        if self.state.stage is not Stage.INSTALLING or file is None or offer is None:
            return False
        installation = self._parts.installation
        _log.info("updates.launch version=%s", offer.version)
        try:
            installation.start(file, restart=restart)
        except OSError as error:
            self._fail(UpdateError(Refusal.NOT_STARTED, type(error).__name__))
            if installation.outcome_file is not None:
                said = Outcome(str(offer.version), Ended.FAILED, "The installer did not start.")
                write_outcome(installation.outcome_file, said)
            return False
        return True

    def _reason_to_be_off(self) -> str | None:
        """Why nobody is asked; empty when that is simply not wanted, None when somebody is."""
        if self.way is UpdateWay.CHECKOUT:
            return "FlowPilot runs from a checkout here. Updates come with the checkout."
        if not self._parts.settings.read(UPDATE_ADDRESS):
            return ""
        if read_version(self._parts.version) is None:
            return "This FlowPilot has no version number, so nothing can be newer."
        if self.root() is None:
            return "Choose the root file of the update server: without it nothing can be trusted."
        return None

    def _standing(self) -> Standing | None:
        version = read_version(self._parts.version)
        if version is None:
            return None
        return Standing(
            version=version,
            platform=self._parts.installation.platform,
            channel=self._parts.settings.read(UPDATE_CHANNEL),
            schema=self._parts.schema,
        )

    async def _step(self, ask: Callable[[UpdateSource], T]) -> T | _Left:
        """Ask the server on a thread of its own; what went wrong becomes the state."""
        from sync.updates.fetcher import Control

        loop = asyncio.get_running_loop()

        def received(count: int) -> None:
            loop.call_soon_threadsafe(self._received, count)

        control = Control(received)
        self._control = control
        try:
            result = await in_thread(lambda: self._ask(control, ask))
        except UpdateCancelledError:
            return _LEFT
        except UpdateError as refused:
            if self._control is control:
                self._fail(refused)
            return _LEFT
        finally:
            control.cancelled.set()  # also when this task is cancelled: the thread ends soon
            is_current = self._control is control
            if is_current:
                self._control = None
        return result if is_current else _LEFT

    def _ask(self, control: Control, ask: Callable[[UpdateSource], T]) -> T:
        # Imported here, on this thread: the framework and httpx take their time to load.
        from sync.updates.fetcher import HttpFetcher, refuse_open_address
        from sync.updates.source import UpdateSource, refusals

        settings, profile = self._parts.settings, self._parts.profile()
        address, root = settings.read(UPDATE_ADDRESS), trusted_root(profile)
        if root is None:
            raise UpdateError(Refusal.BAD_ROOT, "there is none")
        refuse_open_address(address)
        with refusals(), HttpFetcher(self._parts.clients, self._parts.outlet(), control) as fetcher:
            return ask(UpdateSource(address, root, profile.updates, fetcher))

    def _received(self, received: int) -> None:
        if self.state.stage is Stage.DOWNLOADING:
            for listener in self._progress:
                listener(received)

    def _fail(self, refused: UpdateError) -> None:
        _log.info("updates.refused reason=%s detail=%s", refused.refusal.name, refused.detail)
        self._move(Event.FAIL, failure=str(refused))

    def _remember(self, now: datetime) -> None:
        said = now.isoformat()
        if self._parts.keep_checked is not None:
            self._parts.keep_checked(said)
        else:
            self._parts.settings.write(UPDATE_CHECKED_AT, said)

    def _move(
        self,
        event: Event,
        *,
        offer: Offer | None = None,
        file: Path | None = None,
        waits_for: tuple[str, ...] = (),
        failure: str = "",
        at: datetime | None = None,
    ) -> bool:
        moved = advance(
            self.state, event, offer=offer, file=file, waits_for=waits_for, failure=failure, at=at
        )
        if isinstance(moved, Refused):
            return False
        self.state = moved
        for listener in tuple(self._listeners):
            listener(moved)
        return True


class _Left:
    """The step was stopped or refused, and the state says so already."""


_LEFT = _Left()
_HELD_UP = (
    "FlowPilot could not close, so the update was not installed. See to what it asked for, then "
    "check for updates again."
)
