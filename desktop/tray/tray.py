"""The icon in the notification area, and what stands in its place where there is none."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.theme.program_icon import program_icon
from desktop.tray.words import Notice


class Tray(QObject):
    """An icon that says what is asked of it; `SystemTray` is the real one."""

    open_wanted = Signal()
    new_session_wanted = Signal()
    exit_wanted = Signal()
    notice_clicked = Signal()

    def show_notice(self, notice: Notice) -> None:
        """Say something beside the icon; the newest replaces the one before."""
        raise NotImplementedError

    def remove(self) -> None:
        """Take the icon away."""
        raise NotImplementedError


class SystemTray(Tray):
    """The icon of the operating system's notification area."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = program_icon()
        self._shown = QSystemTrayIcon(self._icon, self)
        self._shown.setToolTip("FlowPilot")
        self.menu = QMenu()
        for text, wanted in (
            ("Open FlowPilot", self.open_wanted),
            ("New session", self.new_session_wanted),
            ("Exit", self.exit_wanted),
        ):
            if wanted is self.exit_wanted:
                self.menu.addSeparator()
            self.menu.addAction(text).triggered.connect(lambda _=False, told=wanted: told.emit())
        self._shown.setContextMenu(self.menu)
        self._shown.activated.connect(self._activated)
        self._shown.messageClicked.connect(self.notice_clicked)
        self._shown.show()

    def show_notice(self, notice: Notice) -> None:
        self._shown.showMessage(notice.title, notice.text, self._icon)

    def remove(self) -> None:
        self._shown.hide()
        self.menu.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # The right button opens the menu by itself.
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit()


def find_tray() -> Tray | None:
    """The icon, where the system has a place for it."""
    return SystemTray() if QSystemTrayIcon.isSystemTrayAvailable() else None
