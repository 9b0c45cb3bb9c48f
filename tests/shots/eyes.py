"""Who looks at a state: a camera, or an inspector."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from tests.desktop.widgets.clipping import clipped_texts, nameless_controls, wider_than_shown


class Eye(Protocol):
    """Looks at the windows on screen, the lowest first."""

    def look(self, name: str, windows: Sequence[QWidget]) -> None: ...


class Camera:
    """Saves what a person would see: the window with the dialogs and menus above it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._taken = 0

    def look(self, name: str, windows: Sequence[QWidget]) -> None:
        self._taken += 1
        _together(windows).save(str(self._folder / f"{self._taken:02d}-{name}.png"))


class Inspector:
    """Collects what is cut off and what cannot be named, each once, with the first state it is in.

    `found` reads like `first-questions: TextLabel 'Sessions' at 40 x 12`.
    """

    def __init__(self) -> None:
        self.states: list[str] = []
        self._found: dict[str, str] = {}

    def look(self, name: str, windows: Sequence[QWidget]) -> None:
        self.states.append(name)
        for window in windows:
            for problem in clipped_texts(window):
                self._found.setdefault(f"cut off: {problem}", name)
            for problem in wider_than_shown(window):
                self._found.setdefault(f"too wide: {problem}", name)
            for problem in nameless_controls(window):
                self._found.setdefault(f"without a name: {problem}", name)

    @property
    def found(self) -> list[str]:
        return [f"{state}: {problem}" for problem, state in self._found.items()]


def _together(windows: Sequence[QWidget]) -> QPixmap:
    places = [QRect(window.mapToGlobal(QPoint(0, 0)), window.size()) for window in windows]
    pictures = [window.grab() for window in windows]
    area = QRect()
    for place in places:
        area = area.united(place)
    ratio = windows[0].devicePixelRatioF()
    whole = QPixmap(area.size() * ratio)
    whole.setDevicePixelRatio(ratio)
    painter = QPainter(whole)
    for seen, place in zip(pictures, places, strict=True):
        painter.drawPixmap(place.topLeft() - area.topLeft(), seen)
    painter.end()
    return whole
