"""From the opened data folder to the window, or to the page that says why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from core.app import Core
from core.clock import SystemClock
from core.db.backup import find_backups
from core.db.profile_lock import AlreadyOpen
from core.errors import AppError, UserError
from core.logs import LogFile
from core.opening import Opening, begin_opening, chosen, restore_newest, unlock
from core.paths import Places, Profile
from core.settings.definitions import DATA_FOLDER, ONBOARDING_DONE
from core.settings.store import SettingsStore
from core.version import program_version
from desktop.app import DesktopApp
from desktop.handover.messages import Asked
from desktop.onboarding.start_window import StartProblemWindow
from desktop.onboarding.start_words import start_problem
from desktop.picture_scaling import shrink
from desktop.problems import describe
from desktop.session.flow import words
from desktop.settings.folders import data_folder_in
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from desktop.theme.theme import Theme
from sync.updates.installation import this_installation

if TYPE_CHECKING:
    from desktop.handover.server import HandoverServer

_OTHER_ENDS_MS = 4_000
_NEXT_TRY_MS = 300


class StartUp(QObject):
    """Tries to open the data until it is open or the engineer quits."""

    opened = Signal(object)  # Core
    moved = Signal(object)  # Core
    """The data is in another folder now."""
    ended = Signal()

    def __init__(
        self,
        qt: QApplication,
        theme: Theme,
        places: Places,
        settings: SettingsStore,
        asked: Asked | None = None,
    ) -> None:
        super().__init__(qt)
        self._qt = qt
        self._theme = theme
        self._places = places
        self._settings = settings
        self._asked = asked
        self._server: HandoverServer | None = None
        self._give_up = QDeadlineTimer(_OTHER_ENDS_MS)
        self._scope = Scope("start", lambda error, _task: self._show_problem(error))
        self._window: StartProblemWindow | None = None
        self._log: LogFile | None = None
        self.app: DesktopApp | None = None

    def launch(self, opening: Opening) -> None:
        """Wait for the first attempt; what comes after it runs in the event loop."""
        try:
            core = opening.result.result()
        except Exception as error:  # noqa: BLE001 - whatever it was, a person has to be told
            self._show_problem(error)
        else:
            self._open_window(core)

    def _open_window(self, core: Core) -> None:
        self._log = LogFile(core.storage.profile.logs)
        self.opened.emit(core)
        self.app = DesktopApp(self._qt, core, self._theme, program_version(), this_installation())
        self.app.closed.connect(self._end)
        self.app.settings.data_moved.connect(lambda: self._follow(core))
        self.app.show(in_background=self._is_for_background())
        # After the first paint: a start that comes before finds nobody and calls again.
        QTimer.singleShot(0, self.app, lambda: self._listen(core.storage.profile))
        if self._window is not None:
            self._window.leave()
        self.app.first_run.start_if_new()
        if self._asked is not None and self._asked.argument:
            self.app.take(self._asked)

    def _is_for_background(self) -> bool:
        """Started at sign-in. The first steps and a link are for the engineer to see."""
        asked = self._asked
        is_quiet = asked is not None and not asked.raises and not asked.argument
        return is_quiet and self._window is None and self._settings.read(ONBOARDING_DONE)

    def _listen(self, profile: Profile) -> None:
        from desktop.handover.address import address_of
        from desktop.handover.server import HandoverServer

        app = self.app
        if app is None or not app.is_open:
            return
        self._server = HandoverServer(lambda: app.is_open, self)
        self._server.asked.connect(app.take)
        self._server.listen(address_of(self._places, profile))

    def expect_end(self) -> None:
        """The user signs out or the computer shuts down; Windows ends what is still there."""
        if self.app is not None:
            self.app.core.storage.expect_end()
            self.app.area.expect_end()

    def _follow(self, core: Core) -> None:
        """Write the log beside the data, wherever that is now."""
        before, self._log = self._log, LogFile(core.storage.profile.logs)
        if before is not None:
            before.close()
        self.moved.emit(core)

    def _again(self) -> None:
        if self._window is not None:
            self._window.show_work("Opening the data folder…")
        opening = begin_opening(self._places, self._settings, shrink)
        self._scope.latest("open", _opened(opening), done=self._open_window)

    def _show_problem(self, error: Exception) -> None:
        if isinstance(error, AlreadyOpen):
            self._hand_over(error)
        else:
            self._explain(error)

    def _hand_over(self, error: AlreadyOpen) -> None:
        """Another one was started at the same moment, or is just ending: ask it, or follow it."""

        from desktop.handover.address import address_of
        from desktop.handover.client import HandoverClient, HandoverEnd
        from desktop.handover.start import does_not_answer

        def ended(end: HandoverEnd) -> None:
            if end is HandoverEnd.TAKEN:
                self._quit()
            elif end is HandoverEnd.SILENT:
                self._explain(does_not_answer())
            elif self._give_up.hasExpired():
                self._explain(error)
            else:
                QTimer.singleShot(_NEXT_TRY_MS, self, self._again)

        address = address_of(self._places, self._profile())
        client = HandoverClient(address, self._asked or Asked(), self)
        client.ended.connect(ended)
        QTimer.singleShot(0, client, client.begin)

    def _explain(self, error: Exception) -> None:
        window = self._window or self._make_window()
        described = describe(error, "start", SystemClock().now(), program_version())
        backups = find_backups(self._profile().backups)
        has_own = bool(self._settings.read(DATA_FOLDER))
        window.show_problem(start_problem(error, described, backups, has_own_folder=has_own))
        window.show()

    def _make_window(self) -> StartProblemWindow:
        self._theme.apply(self._qt)
        window = StartProblemWindow(Icons(self._theme, self))
        window.recovery_key_entered.connect(self._unlock)
        window.retry_requested.connect(self._again)
        window.restore_requested.connect(
            lambda: self._try("Restoring the newest backup…", restore_newest)
        )
        window.usual_folder_requested.connect(lambda: self._use_folder(""))
        window.folder_chosen.connect(self._use_folder)
        window.quit_requested.connect(self._quit)
        self._window = window
        return window

    def _unlock(self, typed: str) -> None:
        def refused(error: Exception) -> bool:
            if self._window is not None and isinstance(error, UserError):
                self._window.show_key_refusal(words(error))
                return True
            return False

        if self._window is not None:
            self._window.show_work("Trying the key…")
        profile = self._profile()
        work = asyncio.to_thread(unlock, profile, typed)
        self._scope.latest("unlock", work, done=lambda _: self._again(), failed=refused)

    def _try(self, what: str, step: Callable[[Profile], None]) -> None:
        if self._window is not None:
            self._window.show_work(what)
        work = asyncio.to_thread(step, self._profile())
        self._scope.latest("repair", work, done=lambda _: self._again())

    def _use_folder(self, folder: str) -> None:
        try:
            if folder:
                folder = str(data_folder_in(Path(folder)))
                Profile(Path(folder)).prepare()
            self._settings.write(DATA_FOLDER, folder)
        except AppError as error:
            self._show_problem(error)
        else:
            self._again()

    def _profile(self) -> Profile:
        """The folder that was tried, also when it is not there."""
        own = self._settings.read(DATA_FOLDER)
        return Profile(Path(own)) if own else chosen(self._places, self._settings)

    def _quit(self) -> None:
        self._scope.cancel()
        if self._window is not None:
            self._window.leave()
        self._end()

    def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._log is not None:
            self._log.close()
        self.ended.emit()


async def _opened(opening: Opening) -> Core:
    return await asyncio.wrap_future(opening.result)
