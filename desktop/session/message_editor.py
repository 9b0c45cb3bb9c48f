"""The editor that takes the place of a message's text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.escape import on_escape
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice


class MessageEditor(QWidget):
    """Ctrl+Enter saves, Escape leaves. A text that is refused stays."""

    saved = Signal(str)
    left = Signal()

    def __init__(
        self, icons: Icons, text: str, begun: str | None = None, parent: QWidget | None = None
    ) -> None:
        """`begun` is what was made of the text already."""
        super().__init__(parent)
        self._original = text
        self._editor = AutoGrowEdit("Edit message", min_lines=2, max_lines=16)
        self._editor.set_text(text if begun is None else begun)
        self._notice = InlineNotice(icons, Tone.WARNING, "", closable=True)
        self._notice.closed.connect(self._notice.hide)
        self._notice.hide()
        hint = WrapLabel("What you had so far stays as another branch.", TextRole.SMALL)
        self._save = Button(icons, "Save as new branch", ButtonVariant.PRIMARY, icon="git-fork")
        cancel = Button(icons, "Cancel", ButtonVariant.GHOST)
        foot = row(hint, cancel, self._save, spacing=6)
        foot.setStretch(0, 1)
        self.setLayout(column(self._notice, self._editor, foot, spacing=6))
        self._save.clicked.connect(self._give)
        self._editor.submitted.connect(self._give)
        cancel.clicked.connect(self.left)
        on_escape(self, self.left.emit)

    def start(self) -> None:
        self._editor.setFocus()

    def text(self) -> str:
        """What is written and not saved."""
        return self._editor.text()

    def show_refusal(self, text: str) -> None:
        """Say why the text was not taken; it stays to be changed."""
        self._notice.show_notice(Tone.WARNING, text)
        self._notice.show()
        self._editor.setFocus()

    def _give(self) -> None:
        """Give the text away; the same words again would only make a copy."""
        text = self._editor.text()
        if text.strip() == self._original:
            self.left.emit()
        else:
            self.saved.emit(text)
