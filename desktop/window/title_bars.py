"""Keeps the title bar of every window in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QWindow

from desktop.theme.theme import Theme

_WITH_A_BAR = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet)


class TitleBars(QObject):
    """Asks for each window as it becomes the active one, and for all when the theme changes.

    Qt follows the colour scheme by itself; this holds also where the system has no scheme, and
    for windows whose palette Qt takes for light.

    paint  (id of the native window, is dark)
    """

    def __init__(
        self,
        theme: Theme,
        qt: QGuiApplication,
        paint: Callable[[int, bool], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paint = paint
        theme.changed.connect(self._paint_all)
        qt.focusWindowChanged.connect(self._paint_one)
        self._paint_all()

    def _paint_all(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            self._paint_one(window)

    def _paint_one(self, window: QWindow | None) -> None:
        # A window that is not shown yet has no native one: asking for its id would make it.
        if window is not None and window.type() in _WITH_A_BAR and window.isVisible():
            self._paint(int(window.winId()), self._theme.is_dark)
