"""The question that is asked before pictures leave the laptop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.buttons import Button
from desktop.widgets.escape import on_escape
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import TintPanel


class PictureConsent(TintPanel):
    """Shown inside the composer; Escape leaves the message unsent."""

    answered = Signal(bool)
    cancelled = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARNING, parent)
        self._words = WrapLabel()
        send = Button(icons, "Send with pictures")
        without = Button(icons, "Send without")
        without.setAccessibleName("Send without the pictures; they stay on this laptop")
        self._cancel = Button(icons, "Cancel")
        self._cancel.setAccessibleName("Do not send the message")
        send.clicked.connect(lambda: self._answer(True))
        without.clicked.connect(lambda: self._answer(False))
        self._cancel.clicked.connect(self.cancel)
        on_escape(self, self.cancel)
        line = row(IconLabel(icons, "image", "warning"), self._words, spacing=8)
        line.setStretch(1, 1)
        buttons = FlowBox((send, without, self._cancel))
        self.setLayout(column(line, buttons, spacing=8, margins=(12, 8, 8, 8)))
        self.hide()

    def ask(self, count: int, host: str) -> None:
        """Ask about some pictures that would go to a host."""
        these = "This picture goes" if count == 1 else f"These {count} pictures go"
        them = "it" if count == 1 else "them"
        text = f"{these} to {host}. Nothing in {them} can be hidden."
        self._words.setText(text)
        self.setAccessibleName(text)
        self.show()
        announce(self, text)
        # Where a key that was meant for the message does the least.
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        """Nothing is sent."""
        if not self.isHidden():
            self.hide()
            self.cancelled.emit()

    def _answer(self, may_go: bool) -> None:
        self.hide()
        self.answered.emit(may_go)
