"""A dialog whose owner may refuse what was entered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import ButtonVariant
from desktop.widgets.notice import InlineNotice
from desktop.widgets.sheet_dialog import SheetDialog


class StayingSheet(SheetDialog):
    """A dialog that emits `confirmed` and stays open until its owner calls `settled`.

    A refusal is shown above the fields, and nothing that was typed is lost.
    """

    confirmed = Signal()

    def __init__(
        self,
        icons: Icons,
        title: str,
        *,
        text: str = "",
        confirm: str,
        variant: ButtonVariant = ButtonVariant.PRIMARY,
        parent: QWidget,
    ) -> None:
        super().__init__(icons, title, text=text, confirm=confirm, variant=variant, parent=parent)
        self._refusal = InlineNotice(icons, Tone.WARNING, "")
        self._refusal.hide()
        self.body.addWidget(self._refusal)
        self.finished.connect(self.deleteLater)

    def accept(self) -> None:
        self.confirmed.emit()

    def settled(self) -> None:
        """What was asked for is done."""
        super().accept()

    def show_refusal(self, text: str) -> None:
        self._refusal.show_notice(Tone.WARNING, text)
        self._refusal.show()
