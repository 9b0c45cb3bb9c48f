"""Settings, Checks: how long a check may take."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import NumberRow
from desktop.settings.form import FormCard, Section


class ChecksSection(Section):
    """Emits the time limit in seconds."""

    TITLE = "Checks"
    time_limit_chosen = Signal(int)

    def __init__(self, limits: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(
            "Checks run on this laptop after a click, with your rights and never with more.", parent
        )
        self.time_limit = NumberRow(
            "Time limit",
            "A check that takes longer is ended; what it printed so far is kept.",
            limits,
            step=10,
            unit=" s",
        )
        card = FormCard()
        card.add_row(self.time_limit)
        self.add_card(card)
        self.time_limit.changed.connect(self.time_limit_chosen)
