"""The entry list itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.entry_list.delegate import EntryDelegate
from desktop.widgets.entry_list.model import EntryListModel
from desktop.widgets.entry_list.rows import Row


class EntryList(QListView):
    """Draws rows; a click or Enter chooses one. The chosen one stays marked over a refresh."""

    entry_chosen = Signal(object)

    def __init__(self, icons: Icons, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = EntryListModel(self)
        self._delegate = EntryDelegate(icons.theme)
        self._marked: UUID | None = None
        self.setModel(self._entries)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        icons.theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self._entries.show_rows(rows)
        self.mark(self._marked)

    def mark(self, entry_id: UUID | None) -> None:
        """Mark the entry that is open."""
        self._marked = entry_id
        index = self._entries.index_of(entry_id)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    def _choose(self, index: QModelIndex) -> None:
        entry_id = self._entries.entry_at(index)
        if entry_id is not None:
            self.entry_chosen.emit(entry_id)
