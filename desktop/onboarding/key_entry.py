"""Where the recovery key is typed or pasted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Card

_ROWS = 4


class KeyEntry(Card):
    """Four rows, as they were written down. A refused key stays as it was typed."""

    entered = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.editor = AutoGrowEdit(
            "Recovery key",
            placeholder="Q3F9K2M-XA70PVC\n…",
            min_lines=_ROWS,
            max_lines=_ROWS + 2,
        )
        set_property(self.editor, "mono", True)
        self.refusal = WrapLabel("", TextRole.SMALL, tone=Tone.DANGER)
        self.refusal.hide()
        self.unlock = Button(icons, "Unlock", ButtonVariant.PRIMARY, icon="key")
        hint = WrapLabel(
            "Four rows of letters and digits. Upper or lower case, with or without dashes.",
            TextRole.SMALL,
        )
        self.setLayout(
            column(
                WrapLabel("Recovery key", TextRole.STRONG),
                hint,
                self.editor,
                self.refusal,
                row(self.unlock, 1),
                spacing=6,
                margins=(14, 12, 14, 12),
            )
        )
        self.unlock.clicked.connect(self._enter)
        self.editor.submitted.connect(self._enter)
        self.editor.text_edited.connect(lambda _: self.show_refusal(""))

    def show_refusal(self, text: str) -> None:
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))
        self.editor.set_invalid(bool(text))
        if text:
            announce(self.editor, text)

    def _enter(self) -> None:
        self.entered.emit(self.editor.text())
