"""The library beside the rail: search, filters and the list of templates."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from core.scripts.library_view import LibraryFilter
from core.scripts.model import Language
from core.scripts.template_content import CATEGORIES
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.entry_list.rows import Row
from desktop.widgets.entry_list.view import EntryList
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.search_field import SearchField
from desktop.widgets.surfaces import Panel, SurfaceKind

_ANY = ""


class LibraryPanel(Panel):
    """Emits what is looked for and which template is chosen."""

    template_chosen = Signal(object)
    filter_changed = Signal(object)  # LibraryFilter
    new_requested = Signal()
    import_requested = Signal()
    folder_import_requested = Signal()
    export_all_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self.search = SearchField(icons, "Search scripts")
        self.category = _choice("Category", CATEGORIES)
        self.language = _choice("Language", {one.value: one.label for one in Language})
        self.tag = _choice("Tag", {})
        self.favourites = IconButton(icons, "star", "Only favourites", checkable=True)
        self.new = Button(icons, "New", icon="plus")
        self.new.setAccessibleName("New template")
        self.more = IconButton(icons, "dots-three", "More for the library")
        menu = QMenu(self.more)
        menu.addAction("Import templates…", self.import_requested.emit)
        menu.addAction("Import a folder…", self.folder_import_requested.emit)
        menu.addAction("Export every template…", self.export_all_requested.emit)
        self.more.setMenu(menu)
        self.list = EntryList(icons, "Script templates")
        self._empty = EmptyState(icons, "scroll", "")
        self._empty.hide()
        self._build()
        self._connect()

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        if self.wanted() == LibraryFilter():
            self._empty.show_words("No templates", "Write one, or import a file of your team.")
        else:
            text = "No template has these words. Search in another category, or write it."
            self._empty.show_words("Nothing found", text, "Clear the filters")

    def show_tags(self, tags: Sequence[str]) -> None:
        """Offer the tags that templates have; the chosen one stays chosen while it exists."""
        chosen = self.tag.currentData()
        self.tag.blockSignals(True)
        while self.tag.count() > 1:
            self.tag.removeItem(1)
        for tag in tags:
            self.tag.addItem(tag, tag)
        self.tag.setCurrentIndex(max(0, self.tag.findData(chosen)))
        self.tag.blockSignals(False)

    def mark(self, template_id: UUID | None) -> None:
        self.list.mark(template_id)

    def wanted(self) -> LibraryFilter:
        """What is looked for now."""
        language = self.language.currentData()
        return LibraryFilter(
            text=self.search.query(),
            category=str(self.category.currentData()),
            tag=str(self.tag.currentData()),
            language=Language(language) if language else None,
            favourites=self.favourites.isChecked(),
        )

    def clear_filters(self) -> None:
        for choice in (self.category, self.language, self.tag):
            choice.setCurrentIndex(0)
        self.favourites.setChecked(False)
        self.search.clear()
        self._tell()

    def _build(self) -> None:
        head = row(TextLabel("Scripts", TextRole.TITLE), 1, self.new, self.more, spacing=6)
        filters = row(self.category, self.favourites, spacing=6)
        filters.setStretch(0, 1)
        narrow = row(self.language, self.tag, spacing=6)
        narrow.setStretch(0, 3)
        narrow.setStretch(1, 2)
        top = column(head, self.search, filters, narrow, spacing=8, margins=(14, 12, 12, 8))
        layout = column(top, self.list, self._empty, spacing=0)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.search.query_changed.connect(self._tell)
        for choice in (self.category, self.language, self.tag):
            choice.currentIndexChanged.connect(self._tell)
        self.favourites.clicked.connect(self._tell)
        self.list.entry_chosen.connect(self.template_chosen)
        self.new.clicked.connect(self.new_requested)
        self._empty.action_requested.connect(self.clear_filters)

    def _tell(self, *_: object) -> None:
        self.filter_changed.emit(self.wanted())


def _choice(name: str, options: dict[str, str]) -> QComboBox:
    """A filter that says what it filters by while it does not."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.addItem(name, _ANY)
    for value, text in options.items():
        box.addItem(text, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box
