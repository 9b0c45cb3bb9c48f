"""The icon rail: which page is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.layouts import column
from desktop.widgets.surfaces import Panel, SurfaceKind

RAIL_WIDTH = 64
_BUTTON_WIDTH = 44


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
        self._badges: dict[str, Chip] = {}
        self._titles: dict[str, str] = {}
        self._group = QButtonGroup(self)
        for entry in entries:
            button = IconButton(icons, entry.icon, entry.title, size=20, checkable=True)
            button.setFixedSize(_BUTTON_WIDTH, 40)
            button.clicked.connect(lambda _=False, key=entry.key: self.page_chosen.emit(key))
            badge = Chip(icons, "", Tone.WARNING, parent=button)
            badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            badge.hide()
            self._badges[entry.key] = badge
            self._titles[entry.key] = entry.title
            self._group.addButton(button)
            self._buttons[entry.key] = button
        top = [self._buttons[entry.key] for entry in entries if not entry.at_end]
        bottom = [self._buttons[entry.key] for entry in entries if entry.at_end]
        self.setLayout(column(*top, 1, *bottom, spacing=6, margins=(10, 12, 10, 12)))

    def show_page(self, key: str) -> None:
        self._buttons[key].setChecked(True)

    def show_badge(self, key: str, count: int, noun: str) -> None:
        """Say on a button how much waits behind it; 0 takes it away."""
        title, badge = self._titles[key], self._badges[key]
        badge.show_chip(str(count), Tone.WARNING)
        badge.setVisible(bool(count))
        badge.adjustSize()
        badge.move(_BUTTON_WIDTH - badge.width(), 0)
        self._buttons[key].set_label(f"{title}: {count} {noun}" if count else title)
