"""Shows what was sent to models for a session: when, where, what for, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.session.call_log_view import COLUMNS, CallLine
from desktop.theme.icons import Icons
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.row_table import choose_by_row
from desktop.widgets.sheet_dialog import SheetDialog

_WIDTH = 1100
_HEIGHT = 450
_TABLE_HEIGHT = 110
_NUMBERS = range(COLUMNS.index("In"), COLUMNS.index("Cost") + 1)


class CallLogSheet(SheetDialog):
    """A line per call; the chosen one shows the very text that was sent."""

    def __init__(
        self, icons: Icons, lines: Sequence[CallLine], spend: str, parent: QWidget
    ) -> None:
        super().__init__(
            icons, "What was sent", text=spend, confirm="Close", cancel="", parent=parent
        )
        self._lines = lines
        self.table = QTableWidget(len(lines), len(COLUMNS))
        self.note = WrapLabel(role=TextRole.SECONDARY)
        self.sent = MonoBlock(icons, name="Request", max_lines=12)
        self._fill()
        self.setMinimumWidth(min(_WIDTH, parent.width() - 40))
        self.finished.connect(self.deleteLater)
        if lines:
            self.body.addWidget(self._found())
            self.set_first_focus(self.table)
            self.table.itemSelectionChanged.connect(self._show_chosen)
            self.table.selectRow(0)
        else:
            self.body.addWidget(
                EmptyState(
                    icons,
                    "shield-check",
                    "Nothing was sent",
                    "No model was asked in this session. Playbooks send nothing.",
                )
            )

    def _fill(self) -> None:
        table = self.table
        choose_by_row(table, "Calls, the newest first", COLUMNS)
        table.setMinimumHeight(_TABLE_HEIGHT)
        for row, line in enumerate(self._lines):
            for cell, text in enumerate(line.cells):
                table.setItem(row, cell, _item(text, is_number=cell in _NUMBERS))
        table.resizeColumnsToContents()
        table.horizontalHeader().setStretchLastSection(True)

    def _found(self) -> QWidget:
        """The calls over what was sent; the table gives way when there is more to say."""
        parts = column(self.table, self.note, self.sent, spacing=8)
        parts.setStretch(0, 1)
        page = QWidget()
        page.setLayout(parts)
        found = QStackedWidget()
        found.addWidget(page)
        found.setMinimumHeight(_HEIGHT)
        return found

    def _show_chosen(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._lines):
            self.note.setText(self._lines[row].note)
            self.sent.set_text(self._lines[row].body)


def _item(text: str, *, is_number: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(plain_tooltip(text))
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
