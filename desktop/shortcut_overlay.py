"""`?`: every key there is, read from the action registry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.actions import Action, ActionGroup
from desktop.theme.icons import Icons
from desktop.widgets.labels import TextLabel
from desktop.widgets.layouts import column, row
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
        grids = [QGridLayout(), QGridLayout()]
        for grid in grids:
            grid.setHorizontalSpacing(18)
            grid.setVerticalSpacing(5)
            grid.setColumnStretch(0, 1)
        self.body.addLayout(row(*(column(grid, 1) for grid in grids), spacing=36))
        for title, lines in (*_groups(actions), ("Writing", list(_BUILT_IN))):
            _add(min(grids, key=QGridLayout.rowCount), icons, title, lines)


def _groups(actions: Sequence[Action]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for group in ActionGroup:
        yield (
            group.value,
            [
                (action.title, action.shortcut)
                for action in actions
                if action.group is group and action.shortcut
            ],
        )


def _add(grid: QGridLayout, icons: Icons, title: str, lines: Sequence[tuple[str, str]]) -> None:
    if not lines:
        return
    header = SectionHeader(icons, title)
    header.setContentsMargins(0, 8, 0, 0)
    grid.addWidget(header, grid.rowCount(), 0, 1, 2)
    for words, keys in lines:
        line = grid.rowCount()
        grid.addWidget(TextLabel(words), line, 0)
        grid.addWidget(ShortcutLabel(keys), line, 1)
