"""The settings page: its sections by name at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from desktop.settings.form import Section
from desktop.theme.icons import Icons
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind

_LEAST_WIDTH = 196
_AROUND_TITLES = 36


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section by name; `make` builds it when it is looked at for the first time."""

    title: str
    icon: str
    make: Callable[[], Section]


class SettingsPage(Panel):
    """Shows one section at a time. Starting the window pays for none of them."""

    def __init__(
        self, icons: Icons, entries: Sequence[SectionEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._entries = tuple(entries)
        self._made: dict[str, Section] = {}
        self.navigation = QListWidget()
        self.navigation.setAccessibleName("Settings sections")
        self.navigation.setSpacing(1)
        self.navigation.setIconSize(QSize(16, 16))
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in entries:
            icon = icons.icon(entry.icon, "text_secondary")
            self.navigation.addItem(QListWidgetItem(icon, entry.title))
        self._sections = QStackedWidget()
        self._side = self._make_side()
        layout = row(self._side, Divider(vertical=True), self._sections, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.navigation.currentRowChanged.connect(self._show_row)
        icons.theme.changed.connect(self._fit_side)

    def show_section(self, title: str) -> None:
        titles = [entry.title for entry in self._entries]
        self.navigation.setCurrentRow(titles.index(title))

    def section(self) -> QWidget | None:
        """The section in view; None before the page was shown."""
        return self._sections.currentWidget() if self._made else None

    def showEvent(self, event: QShowEvent) -> None:
        if self.navigation.currentRow() < 0:
            self.navigation.setCurrentRow(0)
        super().showEvent(event)
        self._fit_side()

    def _fit_side(self) -> None:
        """Give every title its room, whatever the size of text."""
        self.navigation.scheduleDelayedItemsLayout()
        titles = self.navigation.sizeHintForColumn(0)
        self._side.setFixedWidth(max(_LEAST_WIDTH, titles + _AROUND_TITLES))

    def _make_side(self) -> Panel:
        title = TextLabel("Settings", TextRole.TITLE)
        title.setContentsMargins(8, 0, 0, 0)
        side = Panel(SurfaceKind.SIDEBAR)
        side.setLayout(column(title, self.navigation, spacing=10, margins=(10, 16, 10, 10)))
        return side

    def _show_row(self, row_number: int) -> None:
        entry = self._entries[row_number]
        if entry.title not in self._made:
            self._made[entry.title] = entry.make()
            self._sections.addWidget(self._made[entry.title])
        self._sections.setCurrentWidget(self._made[entry.title])
