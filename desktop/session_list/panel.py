"""The session list beside the rail."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.entry_list.rows import Row
from desktop.widgets.entry_list.view import EntryList
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
        self.view = EntryList(icons, "Sessions")
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
        self.view.entry_chosen.connect(self.session_chosen)
        self.new.clicked.connect(self.new_requested)
        self.search.query_changed.connect(self.query_changed)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.view.show_rows(rows)
        self.view.setVisible(bool(rows))
        self._show_empty(not rows)

    def select(self, session_id: UUID | None) -> None:
        """Mark the open session."""
        self.view.mark(session_id)

    def _show_empty(self, is_empty: bool) -> None:
        if self.search.query():
            text = "No title, ticket or client has these words."
            self._empty.show_words("Nothing found", text, "Clear the filter")
        else:
            self._empty.show_words("No sessions", "Start one when the next problem comes up.")
        self._empty.setVisible(is_empty)
