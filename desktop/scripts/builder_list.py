"""The builders that belong to no session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.scripts.builder_service import OPEN_LIMIT
from core.scripts.model import Builder
from desktop.session_list.rows import when
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.entry_list.rows import EntryRow
from desktop.widgets.entry_list.view import EntryList
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.layouts import column, row
from desktop.widgets.state_dot import DotShape
from desktop.widgets.surfaces import Panel, SurfaceKind


class BuilderList(Panel):
    """Draws the open builders; at most five."""

    builder_chosen = Signal(object)
    new_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self._count = TextLabel("", TextRole.SECONDARY)
        self.new = Button(icons, "New", icon="plus")
        self.new.setAccessibleName("New script builder")
        self.list = EntryList(icons, "Script builders")
        self._empty = EmptyState(
            icons,
            "note-pencil",
            "No script in the making",
            "Describe what a script should do, or write it yourself.",
        )
        head = row(self._count, 1, self.new, margins=(14, 12, 12, 8))
        layout = column(head, self.list, self._empty, spacing=0)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.list.entry_chosen.connect(self.builder_chosen)
        self.new.clicked.connect(self.new_requested)

    def show_builders(self, builders: Sequence[Builder], now: datetime) -> None:
        self.list.show_rows([_row(builder, now) for builder in builders])
        self.list.setVisible(bool(builders))
        self._empty.setVisible(not builders)
        self._count.setText(f"{len(builders)} of {OPEN_LIMIT} open")

    def mark(self, builder_id: UUID | None) -> None:
        self.list.mark(builder_id)


def _row(builder: Builder, now: datetime) -> EntryRow:
    lines = len(builder.script.splitlines())
    written = {0: "nothing written yet", 1: "1 line"}.get(lines, f"{lines} lines")
    return EntryRow(
        id=builder.id,
        title=builder.title or "New script",
        details=f"{builder.language.label} · {written}",
        when=when(builder.updated_at, now),
        status="being written",
        shape=DotShape.HALF if builder.script or builder.message else DotShape.RING,
        tone=Tone.ACCENT,
    )
