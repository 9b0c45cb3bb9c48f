"""Ctrl+K: every action and every session by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.sessions.overview import SessionOverview
from desktop.actions import Action
from desktop.theme.icons import Icons
from desktop.widgets.picker import PickerEntry, PickerSheet

SESSION_LIMIT = 20


class CommandPalette(PickerSheet):
    """Picks an `Action` or the id of a session."""

    def __init__(
        self,
        icons: Icons,
        actions: Sequence[Action],
        sessions: Sequence[SessionOverview],
        parent: QWidget,
    ) -> None:
        super().__init__(
            icons,
            "Command palette",
            "What do you want to do?",
            nothing="No command and no session has these letters.",
            parent=parent,
        )
        self._actions = [one for one in actions if one.in_palette and one.enabled_when()]
        self._sessions = sessions
        self.query_changed.connect(self._filter)
        self._filter("")

    def _filter(self, query: str) -> None:
        words = query.casefold().split()
        entries = [
            PickerEntry(action, action.title, action.group.value, action.shortcut, is_short=True)
            for action in self._actions
            if _has(f"{action.title} {action.group.value}", words)
        ]
        found = [
            PickerEntry(session.id, session.title, session_details(session))
            for session in self._sessions
            if _has(f"{session.title} {session.psa_ticket_id} {session.client_name}", words)
        ]
        self.show_entries([*entries, *found[:SESSION_LIMIT]])


def session_details(session: SessionOverview) -> str:
    """Where a session belongs, in one line."""
    ticket = f"#{session.psa_ticket_id}" if session.psa_ticket_id else ""
    parts = ("Session", session.status.label, ticket, session.client_name)
    return " · ".join(part for part in parts if part)


def _has(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
