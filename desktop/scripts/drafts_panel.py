"""The queue of drafts: scripts of sessions that may become templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.scripts.model import DraftTemplate
from desktop.session_list.rows import when
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.entry_list.rows import EntryRow
from desktop.widgets.entry_list.view import EntryList
from desktop.widgets.layouts import column, row
from desktop.widgets.state_dot import DotShape
from desktop.widgets.surfaces import Panel, SurfaceKind


class DraftsPanel(Panel):
    """Draws the pending drafts; one that is chosen is opened to be decided about."""

    draft_chosen = Signal(object)
    asking_toggled = Signal(bool)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.SIDEBAR, parent)
        self.list = EntryList(icons, "Draft templates")
        self._empty = EmptyState(
            icons,
            "scroll",
            "No drafts",
            "A script that you run as a draft for a fix waits here until you decide about it.",
        )
        self.asks = QCheckBox("Offer drafts after Resolve")
        self.asks.setAccessibleDescription("For the whole team")
        foot = row(self.asks, 1, margins=(14, 8, 12, 12))
        layout = column(self.list, self._empty, foot, spacing=0, margins=(0, 8, 0, 0))
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.list.entry_chosen.connect(self.draft_chosen)
        self.asks.clicked.connect(self.asking_toggled)

    def show_drafts(self, drafts: Sequence[DraftTemplate], now: datetime) -> None:
        self.list.show_rows([_row(draft, now) for draft in drafts])
        self.list.setVisible(bool(drafts))
        self._empty.setVisible(not drafts)

    def mark(self, draft_id: UUID | None) -> None:
        self.list.mark(draft_id)


def _row(draft: DraftTemplate, now: datetime) -> EntryRow:
    count = len(draft.parameters)
    parameters = {0: "no parameters", 1: "1 parameter"}.get(count, f"{count} parameters")
    return EntryRow(
        id=draft.id,
        title=draft.name,
        details=f"{draft.language.label} · {parameters}",
        when=when(draft.created_at, now),
        status="waits for a decision",
        shape=DotShape.HALF,
        tone=Tone.WARNING,
    )
