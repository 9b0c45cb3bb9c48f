"""The session list beside the rail."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from desktop.session_list.delegate import SessionDelegate
from desktop.session_list.model import SessionListModel
from desktop.session_list.rows import Row
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.search_field import SearchField
from desktop.widgets.surfaces import Panel, SurfaceKind


class SessionListPanel(Panel):
    """Draws rows; a click or Enter opens a session."""

    session_chosen = Signal(object)
    new_requested = Signal()
    query_changed = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self._model = SessionListModel(self)
        self._delegate = SessionDelegate(icons.theme)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setItemDelegate(self._delegate)
        self.view.setAccessibleName("Sessions")
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.search = SearchField(icons, "Filter sessions")
        self.new = Button(icons, "New", ButtonVariant.SECONDARY, icon="plus")
        self.new.setAccessibleName("New session")
        self._empty = EmptyState(icons, "chat-circle-text", "")
        self._empty.action_requested.connect(self.search.clear)
        head = row(TextLabel("Sessions", TextRole.TITLE), 1, self.new)
        layout = column(
            column(head, self.search, spacing=8, margins=(14, 12, 12, 8)),
            self.view,
            self._empty,
            spacing=0,
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.new.clicked.connect(self.new_requested)
        self.search.query_changed.connect(self.query_changed)
        icons.theme.changed.connect(self.view.viewport().update)
        self._selected: UUID | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        self._model.show_rows(rows)
        self.view.setVisible(bool(rows))
        self._show_empty(not rows)
        self.select(self._selected)

    def select(self, session_id: UUID | None) -> None:
        """Mark the open session."""
        self._selected = session_id
        index = self._model.index_of(session_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
        else:
            self.view.clearSelection()

    def _show_empty(self, is_empty: bool) -> None:
        if self.search.query():
            text = "No title, ticket or client has these words."
            self._empty.show_words("Nothing found", text, "Clear the filter")
        else:
            self._empty.show_words("No sessions", "Start one when the next problem comes up.")
        self._empty.setVisible(is_empty)

    def _choose(self, index: QModelIndex) -> None:
        session_id = self._model.session_at(index)
        if session_id is not None:
            self.session_chosen.emit(session_id)
