"""Brings the window back to where it was, and remembers where it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from core.errors import AppError
from core.settings.definitions import WINDOW_PLACE
from desktop.settings.keeping import Keeping
from desktop.window.placement import (
    Area,
    Place,
    Screen,
    come_back,
    first_place,
    read_place,
    write_place,
)


class PlaceKeeper:
    """Before the window is first shown: `restore`. When the application ends: `keep`."""

    def __init__(self, window: QWidget, keeping: Keeping) -> None:
        self._window = window
        self._keeping = keeping

    def restore(self) -> None:
        """Give the window its place; one that was never placed keeps its size where it fits."""
        screens = [_screen(one) for one in _screens()]
        if not screens:
            return
        place = read_place(self._keeping.read(WINDOW_PLACE))
        if place is None:
            size = self._window.size()
            area = first_place(size.width(), size.height(), screens[0])
        else:
            area = come_back(place, screens)
        # On a small screen at a large scale, to be seen counts more than room for everything.
        room = QSize(area.width, area.height)
        self._window.setMinimumSize(self._window.minimumSize().boundedTo(room))
        self._window.setGeometry(area.x, area.y, area.width, area.height)
        if place is not None and place.is_maximised:
            maximised = Qt.WindowState.WindowMaximized
            self._window.setWindowState(self._window.windowState() | maximised)

    def keep(self) -> None:
        """Remember the place. A window that was never on screen has none."""
        window = self._window
        normal = window.normalGeometry()
        if window.windowHandle() is None or normal.isEmpty():
            return
        place = Place(
            _area(normal),
            _screen(window.screen()),
            bool(window.windowState() & Qt.WindowState.WindowMaximized),
        )
        text = write_place(place)
        if text != self._keeping.read(WINDOW_PLACE):
            self._keeping.keep(WINDOW_PLACE, text, failed=_is_no_reason_to_stay)


def _is_no_reason_to_stay(error: Exception) -> bool:
    """A place that could not be stored is not worth a word at the end."""
    return isinstance(error, AppError)


def _screens() -> list[QScreen]:
    """The primary one first."""
    primary = QGuiApplication.primaryScreen()
    return [primary, *(one for one in QGuiApplication.screens() if one is not primary)]


def _screen(screen: QScreen) -> Screen:
    # Names alone are those of the make, on Windows as elsewhere.
    return Screen(
        f"{screen.name()} {screen.serialNumber()}".strip(), _area(screen.availableGeometry())
    )


def _area(rectangle: QRect) -> Area:
    return Area(rectangle.x(), rectangle.y(), rectangle.width(), rectangle.height())
