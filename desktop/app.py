"""The application object: opens the domain, builds the window, and ends both in order."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from core.app import Core
from core.errors import AppError
from core.sign_in import own_command, sign_in_start
from desktop.actions import ActionRegistry
from desktop.bridge import Bridge
from desktop.handover.messages import Asked
from desktop.links.link_actions import LinkActions
from desktop.main_window import MainWindow
from desktop.onboarding.wiring import add_first_run
from desktop.problems import Problem, ProblemPresenter
from desktop.scripts.wiring import ScriptsWiring
from desktop.session_list.panel import SessionListPanel
from desktop.settings.background_actions import Surroundings
from desktop.settings.wiring import add_settings
from desktop.shell import Shell
from desktop.tasks import Scope, TaskRunner
from desktop.theme.icons import Icons
from desktop.theme.theme import Theme
from desktop.tray.area import NotificationArea
from desktop.tray.tray import Tray, find_tray
from desktop.updates.desk import UpdateDesk
from desktop.updates.wiring import add_updates
from desktop.window.place_keeper import PlaceKeeper
from desktop.window.raising import raise_window
from desktop.window.waking import WakeWatch
from desktop.window_actions import WindowActions
from sync.updates.installation import NOT_UPDATED, Installation

_log = logging.getLogger(__name__)


class DesktopApp(QObject):
    """One running FlowPilot. `closed` is emitted when everything has ended."""

    closed = Signal()

    def __init__(
        self,
        qt: QApplication,
        core: Core,
        theme: Theme,
        version: str,
        installation: Installation | None = None,
        make_tray: Callable[[], Tray | None] = find_tray,
    ) -> None:
        """Build everything; `show` begins.

        installation  how the program came onto the computer; None: it is not updated here, as in
                      a demo or a test
        make_tray     the icon in the notification area, or None where there is no such place
        """
        super().__init__(qt)
        self.core = core
        self.theme = theme
        theme.apply(qt)
        self.icons = Icons(theme, self)
        self.bridge = Bridge(core.bus, self)
        self.problems = ProblemPresenter(
            self._show_problem, core.clock.now, version, core.crashes.reporter.report
        )
        self.tasks = TaskRunner(self.problems.present)
        # Not one of the runner's scopes: what closes the application must not cancel itself.
        self._end_scope = Scope("end", self.problems.present)
        self._closing = False
        self._told_unsent = False
        self._scope = self.tasks.scope("app")
        session_list = SessionListPanel(self.icons)
        self.window = MainWindow(self.icons, session_list)
        self.shell = Shell(
            self.icons,
            core,
            self.bridge,
            self.window,
            session_list,
            self._scope,
            self.tasks.scope("session"),
        )
        self.actions = ActionRegistry()
        self._window_actions = WindowActions(self.icons, self.shell, self.actions)
        self.actions.install(self.window)
        self.updates = UpdateDesk(
            core, installation or NOT_UPDATED, version, self.tasks.scope("updates"), self
        )
        tray = make_tray()
        self.settings = add_settings(
            self.icons,
            core,
            self.bridge,
            self.shell,
            self.updates,
            self.tasks.scope("settings"),
            Surroundings(tray is not None, sign_in_start(own_command())),
        )
        self.scripts = ScriptsWiring(
            self.icons, core, self.bridge, self.shell, self.tasks.scope("scripts")
        )
        add_updates(self.icons, self.updates, self.shell, self.settings, self.scripts)
        self.updates.close_wanted.connect(self.close)
        self.links = LinkActions(self.icons, self.shell, self.scripts, self._scope)
        self.first_run = add_first_run(self.icons, core, self.shell, self.settings)
        self.place = PlaceKeeper(self.window, self.settings.keeping)
        self.place.restore()
        self.waking = WakeWatch(core.clock, self)
        self.waking.woke.connect(self._woke)
        self.area = NotificationArea(tray, self.window, self.settings.keeping)
        self.area.new_session_wanted.connect(self.shell.leave_session)
        self.area.session_wanted.connect(self.links.open_session)
        self.area.exit_wanted.connect(self.close)
        self.bridge.ended.connect(self.area.tell)
        self.window.close_requested.connect(self._window_closed)

    def show(self, *, in_background: bool = False) -> None:
        """Fill the session list and show the window; or only the icon, or the window minimised."""
        self.shell.show_overviews(self.core.sessions.overview())
        if not in_background:
            self.window.show()
        elif not self.area.is_there:
            self.window.showMinimized()
        self.shell.welcome.focus_first()
        self.settings.start()
        self.scripts.start()
        self.updates.start()
        self._scope.run("housekeeping", self.core.housekeeping.run())
        self.waking.begin()

    def take(self, asked: Asked) -> None:
        """A start was asked for something: this one, or a later one that handed it over."""
        if asked.raises:
            raise_window(self.window)
        if asked.argument:
            self.links.open(asked.argument)

    @property
    def is_open(self) -> bool:
        """Whether the end has not begun."""
        return not self._closing

    def _window_closed(self) -> None:
        if not self.area.take_window():
            self.close()

    def close(self) -> None:
        """Start to end the application, once.

        Unsent text that cannot be stored holds the first attempt up; the next one goes through.
        """
        if not self._closing:
            self._closing = True
            self._end_scope.run("close", self._close())

    async def _close(self) -> None:
        try:
            await self.shell.session.keep_unsent()
            await self.scripts.keep_unsent()
        except AppError:
            if not self._told_unsent:
                self._told_unsent = True
                self._closing = False
                self.updates.held_up()
                raise_window(self.window)  # the words about it are there
                raise
        await self.aclose()

    async def aclose(self) -> None:
        """End what runs, close the database and then the window."""
        self.waking.end()
        self.place.keep()
        await self.tasks.aclose()
        await self.core.aclose()
        self.updates.launch()
        self.bridge.close()
        self.area.remove()
        self.window.allow_close()
        self.window.close()
        self.closed.emit()

    def _woke(self) -> None:
        """The network may be another, open connections are dead, and times have passed."""
        _log.info("app.woke")
        self.core.models.wake()
        self.settings.watch.refresh()
        self.settings.monitor.check_now()
        self.shell.refresh()
        if not self._scope.is_busy("housekeeping"):
            self._scope.run("housekeeping", self.core.housekeeping.back_up())

    def _show_problem(self, problem: Problem) -> None:
        self.shell.show_problem(problem)
