""" "+ Add a note": what the engineer knows becomes a fact."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.escape import on_escape
from desktop.widgets.focus import has_focus_inside
from desktop.widgets.layouts import column, row


class NoteEditor(QWidget):
    """An editor that the button `add` opens; the text stays until `note_kept` is called.

    The button is not laid out here: it belongs to the heading above the facts.
    """

    submitted = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = Button(icons, "Add a note", ButtonVariant.GHOST, icon="plus")
        self._editor = AutoGrowEdit("Note", placeholder="What do you know for sure?", max_lines=6)
        self._keep = Button(icons, "Keep as a fact", ButtonVariant.PRIMARY)
        cancel = Button(icons, "Cancel", ButtonVariant.GHOST)
        self.setLayout(column(self._editor, row(1, cancel, self._keep, spacing=6), spacing=6))
        self.hide()
        self.add.clicked.connect(self.start)
        self._keep.clicked.connect(self._submit)
        self._editor.submitted.connect(self._submit)
        cancel.clicked.connect(self._close)
        on_escape(self, self._close)

    def start(self) -> None:
        self.add.hide()
        self.show()
        self._editor.setFocus()

    def begin(self, text: str) -> None:
        """Show the closed editor of another session, with what was left in it."""
        self._editor.set_text(text)
        self._close()

    def text(self) -> str:
        """What is written and not kept."""
        return self._editor.text()

    def note_kept(self, text: str) -> None:
        """The note is stored: take it out and close the editor, unless more was typed meanwhile."""
        rest = self._editor.text().removeprefix(text)
        self._editor.set_text(rest)
        if not rest:
            self._close()

    def _submit(self) -> None:
        self.submitted.emit(self._editor.text())

    def _close(self) -> None:
        had_focus = has_focus_inside(self)
        self.hide()
        self.add.show()
        if had_focus:
            self.add.setFocus()
