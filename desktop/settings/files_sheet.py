"""Files to look through before they are saved: their names and sizes, and the chosen one's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import row
from desktop.widgets.row_table import choose_by_row
from desktop.widgets.staying_sheet import StayingSheet

_WIDTH = 1060
_HEIGHT = 420
_LIST_WIDTH = 400


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One line of the list and what it opens."""

    name: str
    details: str
    text: str


class FilesSheet(StayingSheet):
    """Shows texts that are read and not changed; stays open until its owner closes it.

    copied  the text in view was copied
    """

    copied = Signal(str)
    place_chosen = Signal(str)

    def __init__(
        self,
        icons: Icons,
        title: str,
        text: str,
        files: Sequence[ShownFile],
        columns: tuple[str, str],
        *,
        confirm: str,
        parent: QWidget,
    ) -> None:
        super().__init__(icons, title, text=text, confirm=confirm, parent=parent)
        self._files = files
        self.list = QTableWidget(len(files), len(columns))
        self.text = QPlainTextEdit()
        self.copy = Button(icons, "Copy text", icon="copy")
        self.cancel_button.setText("Close")
        self._fill(columns)
        self._show_texts()
        both = row(self.list, self.text, spacing=10)
        both.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(both)
        holder.setMinimumHeight(_HEIGHT)
        self.body.insertWidget(0, holder)
        self.buttons.insertWidget(0, self.copy)
        self.setMinimumWidth(min(_WIDTH, parent.width() - 40))
        self.set_first_focus(self.list)
        self.copy.clicked.connect(lambda: self.copied.emit(self.text.toPlainText()))
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.list.selectRow(0)

    def chosen(self) -> int:
        """The number of the file in view."""
        return max(self.list.currentRow(), 0)

    def ask_place(self, title: str, name: str, kind: str) -> None:
        """Ask where to save; `place_chosen` tells. `kind` is a filter such as "Text (*.txt)"."""
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kind)
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _fill(self, columns: tuple[str, str]) -> None:
        table = self.list
        choose_by_row(table, "Files", columns)
        table.setFixedWidth(_LIST_WIDTH)
        for number, file in enumerate(self._files):
            for cell, words in enumerate((file.name, file.details)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                table.setItem(number, cell, item)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def _show_texts(self) -> None:
        self.text.setAccessibleName("Text of the file")
        self.text.setProperty("mono", True)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

    def _show_chosen(self) -> None:
        self.text.setPlainText(self._files[self.chosen()].text)
