"""The branches of a session, to go to one of them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from core.sessions.family import BranchSummary
from core.sessions.workspace import Workspace
from desktop.session_list.rows import when
from desktop.theme.icons import Icons
from desktop.widgets.picker import PickerEntry, PickerSheet


class BranchSheet(PickerSheet):
    """Picks the id of a branch."""

    def __init__(self, icons: Icons, workspace: Workspace, now: datetime, parent: QWidget) -> None:
        super().__init__(
            icons,
            "Branches of this session",
            "Which branch do you want to go to?",
            nothing="No branch has these words.",
            parent=parent,
        )
        here = workspace.session.id
        self._all = [_entry(one, now, one.id == here) for one in workspace.branches]
        self.query_changed.connect(self._filter)
        self._filter("")

    def _filter(self, query: str) -> None:
        words = query.casefold().split()
        self.show_entries(
            [one for one in self._all if all(word in one.title.casefold() for word in words)]
        )


def _entry(branch: BranchSummary, now: datetime, is_here: bool) -> PickerEntry:
    messages = "1 message" if branch.message_count == 1 else f"{branch.message_count} messages"
    details = [branch.status.label.capitalize(), messages, when(branch.updated_at, now)]
    if is_here:
        details.insert(0, "You are here")
    title = f"{branch.number} · {branch.text or 'No answer yet'}"
    return PickerEntry(branch.id, title, " · ".join(details))
