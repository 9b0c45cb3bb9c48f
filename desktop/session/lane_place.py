"""Where the task lane is: beside the centre, or in a drawer when the window is too narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.drawer import Drawer

LANE_WIDTH = 380
DRAWER_BELOW = 1200
BUTTON_HEIGHT = 48


@runtime_checkable
class ReadingArea(Protocol):
    """What the drawer's button may float over."""

    def set_room_below(self, pixels: int) -> None: ...


class LanePlace(QObject):
    """Moves the lane when the window gets narrow or wide; its button never covers a control."""

    def __init__(
        self,
        icons: Icons,
        page: QWidget,
        center: QWidget,
        lane: QWidget,
        areas: Sequence[ReadingArea],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._lane = lane
        self._areas = list(areas)
        self._below: QWidget | None = None
        self._is_narrow = False
        self._drawer = Drawer(icons, page, "Tasks")
        self.split = QSplitter()
        self.split.addWidget(center)
        self.split.addWidget(lane)
        self.split.setChildrenCollapsible(False)
        lane.setMinimumWidth(300)
        self._share_width()

    def fit(self, window_width: int) -> None:
        """Move the lane where a window of this width has room for it."""
        narrow = window_width < DRAWER_BELOW
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        for area in self._areas:
            self._make_room(area)
        if narrow:
            self._drawer.set_content(self._lane)
        else:
            self._drawer.take_content()
            self.split.addWidget(self._lane)
            self._lane.show()
            self._share_width()

    def add_area(self, area: ReadingArea) -> None:
        """Keep one more area clear of the button; one that was made when it was needed."""
        if area not in self._areas:
            self._areas.append(area)
            self._make_room(area)

    def _make_room(self, area: ReadingArea) -> None:
        area.set_room_below(BUTTON_HEIGHT if self._is_narrow else 0)

    def show_count(self, open_tasks: int) -> None:
        """Say on the button how much there is to do."""
        self._drawer.set_badge(str(open_tasks) if open_tasks else "")

    def open_lane(self) -> None:
        self._drawer.set_open(True)

    def close_lane(self) -> None:
        """Uncover the centre."""
        self._drawer.set_open(False)

    def float_over(self, area: QWidget) -> None:
        """Keep the button in the lower right corner of what is read now."""
        if self._below is not None:
            self._below.removeEventFilter(self)
        self._below = area
        area.installEventFilter(self)
        self._place_button()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self._place_button()
        return super().eventFilter(watched, event)

    def _place_button(self) -> None:
        if self._below is not None:
            corner = self._below.mapTo(self._page, QPoint(0, self._below.height()))
            self._drawer.set_clear_of(max(self._page.height() - corner.y(), 0))

    def _share_width(self) -> None:
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setSizes([max(self._page.width() - LANE_WIDTH, 400), LANE_WIDTH])
