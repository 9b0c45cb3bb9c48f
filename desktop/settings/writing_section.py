"""Settings, Writing: what Enter does while you write."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import SwitchRow
from desktop.settings.form import FormCard, Section


class WritingSection(Section):
    """Emits whether Enter sends."""

    TITLE = "Writing"
    enter_sends_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("For messages, and for the first words of a session.", parent)
        self.enter_sends = SwitchRow(
            "Enter sends",
            "Shift+Enter starts a new line. Without this, Enter starts a new line too. "
            "Ctrl+Enter always sends.",
        )
        card = FormCard()
        card.add_row(self.enter_sends)
        self.add_card(card)
        self.enter_sends.toggled.connect(self.enter_sends_chosen)

    def show_enter_sends(self, on: bool) -> None:
        self.enter_sends.show_value(on)
