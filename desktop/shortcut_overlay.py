"""`?`: every key there is, read from the action registry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.actions import Action, ActionGroup
from desktop.theme.icons import Icons
from desktop.widgets.labels import TextLabel
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.sheet_dialog import SheetDialog
from desktop.widgets.shortcut_label import ShortcutLabel

_BUILT_IN = (
    ("Send the message", "Ctrl+Return"),
    ("New line in the message", "Shift+Return"),
    ("Next control", "Tab"),
    ("Close a panel or dialog", "Escape"),
)


class ShortcutOverlay(SheetDialog):
    """A table of keys in two columns of groups."""

    def __init__(self, icons: Icons, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(icons, "Keyboard shortcuts", confirm="Close", cancel="", parent=parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        self.body.addLayout(grid)
        for group in ActionGroup:
            lines = [
                (action.title, action.shortcut)
                for action in actions
                if action.group is group and action.shortcut
            ]
            _add(grid, icons, group.value, lines)
        _add(grid, icons, "Writing", list(_BUILT_IN))


def _add(grid: QGridLayout, icons: Icons, title: str, lines: Sequence[tuple[str, str]]) -> None:
    if not lines:
        return
    grid.addWidget(SectionHeader(icons, title), grid.rowCount(), 0, 1, 2)
    for words, keys in lines:
        line = grid.rowCount()
        grid.addWidget(TextLabel(words), line, 0)
        grid.addWidget(ShortcutLabel(keys), line, 1)
