"""What the icon in the notification area does for the window."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.events import EndedWork, WorkEnded
from core.settings.definitions import KEEP_RUNNING, NOTICES, TOLD_STILL_RUNNING
from desktop.settings.keeping import Keeping
from desktop.tray.tray import Tray
from desktop.tray.words import STILL_RUNNING, notice_of
from desktop.window.raising import raise_window


class NotificationArea(QObject):
    """Keeps FlowPilot reachable while its window is closed, and says when work has ended.

    Without an icon it does nothing: a window that is closed then ends the program.
    """

    new_session_wanted = Signal()
    session_wanted = Signal(object)  # UUID
    exit_wanted = Signal()

    def __init__(self, tray: Tray | None, window: QWidget, keeping: Keeping) -> None:
        super().__init__(window)
        self._tray = tray
        self._window = window
        self._keeping = keeping
        self._ended: Counter[EndedWork] = Counter()
        self._newest: UUID | None = None
        self._is_ending = False
        self._told = keeping.read(TOLD_STILL_RUNNING)
        if tray is not None:
            tray.setParent(self)
            tray.open_wanted.connect(self._raise)
            tray.new_session_wanted.connect(self._new_session)
            tray.exit_wanted.connect(self.exit_wanted)
            tray.notice_clicked.connect(self._show_newest)

    @property
    def is_there(self) -> bool:
        """Whether there is an icon by which a hidden window can be opened again."""
        return self._tray is not None

    def take_window(self) -> bool:
        """The window was closed: hide it and go on, if that is wanted. False: end the program."""
        if self._tray is None or self._is_ending or not self._keeping.read(KEEP_RUNNING):
            return False
        self._window.hide()
        if not self._told:
            self._told = True
            self._tray.show_notice(STILL_RUNNING)
            self._keeping.keep(TOLD_STILL_RUNNING, True)
        return True

    def expect_end(self) -> None:
        """The engineer signs out: the system closes what it sees and waits for the program's end.

        A window that is hidden is not closed by it, so FlowPilot ends by itself.
        """
        self._is_ending = True
        if not self._window.isVisible():
            self.exit_wanted.emit()

    def tell(self, ended: WorkEnded) -> None:
        """Say that something has ended, unless the engineer is looking at FlowPilot.

        Of one kind there is one notice, which counts.
        """
        if QApplication.activeWindow() is not None:
            self._ended.clear()
            return
        if self._tray is None or not self._keeping.read(NOTICES):
            return
        self._ended[ended.work] += 1
        self._newest = ended.session_id
        self._tray.show_notice(notice_of(ended.work, self._ended[ended.work]))

    def remove(self) -> None:
        """Take the icon away: the program ends."""
        if self._tray is not None:
            self._tray.remove()

    def _raise(self) -> None:
        self._ended.clear()
        raise_window(self._window)

    def _new_session(self) -> None:
        self._raise()
        self.new_session_wanted.emit()

    def _show_newest(self) -> None:
        session_id, self._newest = self._newest, None
        self._raise()
        if session_id is not None:
            self.session_wanted.emit(session_id)
