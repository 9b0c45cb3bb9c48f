""" "+ Add a note": what the engineer knows becomes a fact."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.layouts import column, row


class NoteEditor(QWidget):
    """A button that opens an editor; the text stays until `note_kept` is called."""

    submitted = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._add = Button(icons, "Add a note", ButtonVariant.GHOST, icon="plus")
        self._editor = AutoGrowEdit("Note", placeholder="What do you know for sure?", max_lines=6)
        self._keep = Button(icons, "Keep as a fact", ButtonVariant.PRIMARY)
        cancel = Button(icons, "Cancel", ButtonVariant.GHOST)
        self._area = QWidget()
        self._area.setLayout(column(self._editor, row(1, cancel, self._keep, spacing=6), spacing=6))
        self._area.hide()
        self.setLayout(column(row(self._add, 1), self._area, spacing=4))
        self._add.clicked.connect(self.start)
        self._keep.clicked.connect(lambda: self.submitted.emit(self._editor.text()))
        cancel.clicked.connect(self._close)

    def start(self) -> None:
        self._add.hide()
        self._area.show()
        self._editor.setFocus()

    def note_kept(self) -> None:
        """The note is stored: empty the editor and close it."""
        self._editor.set_text("")
        self._close()

    def _close(self) -> None:
        self._area.hide()
        self._add.show()
