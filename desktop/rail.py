"""The icon rail: which page is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import IconButton
from desktop.widgets.layouts import column
from desktop.widgets.surfaces import Panel, SurfaceKind

RAIL_WIDTH = 64


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page on the rail; `at_end` puts it at the bottom."""

    key: str
    title: str
    icon: str
    at_end: bool = False


class Rail(Panel):
    """One checkable button per page."""

    page_chosen = Signal(str)

    def __init__(
        self, icons: Icons, entries: tuple[RailEntry, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self.setFixedWidth(RAIL_WIDTH)
        self._buttons: dict[str, IconButton] = {}
        self._group = QButtonGroup(self)
        for entry in entries:
            button = IconButton(icons, entry.icon, entry.title, size=20, checkable=True)
            button.setFixedSize(44, 40)
            button.clicked.connect(lambda _=False, key=entry.key: self.page_chosen.emit(key))
            self._group.addButton(button)
            self._buttons[entry.key] = button
        top = [self._buttons[entry.key] for entry in entries if not entry.at_end]
        bottom = [self._buttons[entry.key] for entry in entries if entry.at_end]
        self.setLayout(column(*top, 1, *bottom, spacing=6, margins=(10, 12, 10, 12)))

    def show_page(self, key: str) -> None:
        self._buttons[key].setChecked(True)
