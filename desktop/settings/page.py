"""The settings page: its sections by name at the left, the chosen one at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from desktop.settings.form import Section
from desktop.theme.icons import Icons
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Divider, Panel, SurfaceKind

_NAVIGATION_WIDTH = 196
_LINE_HEIGHT = 34


class SettingsPage(Panel):
    """Shows one section at a time; says which, so that it can be filled when it is needed."""

    section_shown = Signal(object)  # Section

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self._icons = icons
        self.navigation = QListWidget()
        self.navigation.setAccessibleName("Settings sections")
        self.navigation.setIconSize(QSize(16, 16))
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sections = QStackedWidget()
        side = Panel(SurfaceKind.SIDEBAR)
        side.setFixedWidth(_NAVIGATION_WIDTH)
        title = TextLabel("Settings", TextRole.TITLE)
        title.setContentsMargins(8, 0, 0, 0)
        side.setLayout(column(title, self.navigation, spacing=10, margins=(10, 16, 10, 10)))
        layout = row(side, Divider(vertical=True), self._sections, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.navigation.currentRowChanged.connect(self._show)

    def add_section(self, section: Section, icon: str) -> None:
        """Add a section at the end; the first is shown first."""
        self._sections.addWidget(section)
        item = QListWidgetItem(self._icons.icon(icon, "text_secondary"), section.title)
        item.setSizeHint(QSize(0, _LINE_HEIGHT))
        self.navigation.addItem(item)
        if self.navigation.currentRow() < 0:
            self.navigation.setCurrentRow(0)

    def show_section(self, section: Section) -> None:
        self.navigation.setCurrentRow(self._sections.indexOf(section))

    def section(self) -> QWidget:
        """The section in view."""
        return self._sections.currentWidget()

    def _show(self, index: int) -> None:
        self._sections.setCurrentIndex(index)
        self.section_shown.emit(self._sections.widget(index))
