"""Actions are values: menus, palette, shortcuts and their overview read the same registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from core.errors import Bug


class ActionGroup(StrEnum):
    SESSION = "Session"
    FIX = "Suggested fix"
    GO = "Go to"
    VIEW = "View"
    HELP = "Help"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing the engineer can do from anywhere.

    shortcut       in Qt's portable form, such as "Ctrl+N"; empty for none
    enabled_when   asked each time a menu or the palette opens, and before the handler runs
    in_palette     False for keys that only make sense as keys
    """

    id: str
    title: str
    group: ActionGroup
    handler: Callable[[], None]
    shortcut: str = ""
    enabled_when: Callable[[], bool] = _always
    in_palette: bool = True


class ActionRegistry:
    """All actions of the window, in order of registration."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    def add(self, actions: Iterable[Action]) -> None:
        """Register actions. An id or a shortcut may be taken only once."""
        for action in actions:
            shortcuts = {known.shortcut for known in self._actions.values() if known.shortcut}
            if action.id in self._actions or action.shortcut in shortcuts:
                raise Bug(f"Action {action.id} or its shortcut {action.shortcut} exists already.")
            self._actions[action.id] = action

    def all(self) -> tuple[Action, ...]:
        return tuple(self._actions.values())

    def get(self, action_id: str) -> Action:
        return self._actions[action_id]

    def trigger(self, action_id: str) -> None:
        """Run an action if it is enabled now."""
        action = self._actions[action_id]
        if action.enabled_when():
            action.handler()

    def install(self, window: QWidget) -> None:
        """Make every shortcut work in the window."""
        for action in self._actions.values():
            if not action.shortcut:
                continue
            item = QAction(action.title, window)
            item.setObjectName(action.id)
            item.setShortcut(QKeySequence(action.shortcut))
            item.triggered.connect(lambda _=False, name=action.id: self.trigger(name))
            window.addAction(item)
