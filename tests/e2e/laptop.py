"""One engineer's laptop: a data folder, and FlowPilot started and ended on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.opening import open_apart
from core.paths import Profile
from desktop.app import DesktopApp
from desktop.theme.theme import Theme, ThemeChoice
from desktop.tray.tray import Tray, find_tray
from sync.updates.installation import Installation
from tests.e2e.patience import until
from tests.e2e.windows import StrayWindows


class Laptop:
    """Starts and quits the real application on one profile, as often as a test wants.

    version, installation  of the program; the usual ones are those of a checkout
    """

    def __init__(self, bot: QtBot, qt: QApplication, folder: Path) -> None:
        self.bot = bot
        self.folder = folder
        self._qt = qt
        self._strays = StrayWindows(qt)
        self._app: DesktopApp | None = None
        self._has_ended = False
        self.version = "e2e"
        self.installation: Installation | None = None
        self.make_tray: Callable[[], Tray | None] = find_tray

    @property
    def playbooks(self) -> Path:
        """The engineer's own playbooks."""
        return Profile(self.folder).playbooks

    @property
    def app(self) -> DesktopApp:
        """The running application."""
        if self._app is None:
            raise AssertionError("FlowPilot was not started.")
        return self._app

    def start(self, *, width: int = 1280, height: int = 800) -> DesktopApp:
        """Open the profile and show the window, without animations."""
        theme = Theme(ThemeChoice.DARK, reduce_motion=True)
        self._app = app = self._make(theme)
        app.window.resize(width, height)
        app.show()
        app.window.activateWindow()
        until(self.bot, app.window.isActiveWindow, "the window never became active")
        return app

    def start_in_background(self) -> DesktopApp:
        """Open the profile as at sign-in."""
        theme = Theme(ThemeChoice.DARK, reduce_motion=True)
        self._app = app = self._make(theme)
        app.show(in_background=True)
        return app

    @property
    def has_ended(self) -> bool:
        """Whether FlowPilot has ended since it was started."""
        return self._has_ended

    def check_windows(self) -> None:
        """Nothing but real windows opened since the laptop was made; the watch ends."""
        self._qt.removeEventFilter(self._strays)
        self._strays.deleteLater()
        assert not self._strays.found, f"opened as windows of their own: {self._strays.found}"

    def quit(self) -> None:
        """Close the window as a person does and wait until everything has ended."""
        app, self._app = self._app, None
        if app is None:
            return
        app.window.close()
        app.close()  # where closing the window leaves FlowPilot in the notification area
        until(self.bot, lambda: self._has_ended, "FlowPilot did not end")
        self._remove(app)

    def wait_for_end(self) -> None:
        """Wait until the application has ended by itself."""
        app, self._app = self.app, None
        until(self.bot, lambda: self._has_ended, "FlowPilot did not end")
        self._remove(app)

    def _remove(self, app: DesktopApp) -> None:
        for leftover in (app.window, app, app.theme):
            leftover.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _make(self, theme: Theme) -> DesktopApp:
        core = open_apart(self.folder)
        app = DesktopApp(self._qt, core, theme, self.version, self.installation, self.make_tray)
        self._has_ended = False
        app.closed.connect(self._note_end)
        return app

    def _note_end(self) -> None:
        self._has_ended = True
