"""Settings, Background: what FlowPilot does while its window is closed or not in front."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import SwitchRow
from desktop.settings.form import FormCard, Section


class BackgroundSection(Section):
    """Emits what was switched; shows what is in force."""

    TITLE = "Background"
    keep_running_chosen = Signal(bool)
    notices_chosen = Signal(bool)
    sign_in_chosen = Signal(bool)

    def __init__(
        self, *, has_tray: bool, offers_sign_in: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "What FlowPilot does while its window is closed or not in front."
            if has_tray
            else "This desktop has no notification area that FlowPilot can use: closing the window "
            "ends it, and it shows no notices.",
            parent,
        )
        self.keep_running = SwitchRow(
            "Keep FlowPilot in the notification area when its window is closed",
            "Its icon opens the window again; Exit in the icon’s menu ends it.",
        )
        self.notices = SwitchRow(
            "Tell me when something has ended",
            "A late answer, a script run or a check, while FlowPilot is not in front. The words "
            "never name a client or a session.",
        )
        self.sign_in = SwitchRow(
            "Start FlowPilot when I sign in",
            "It starts in the notification area, or minimised where there is none.",
        )
        card = FormCard()
        rows = [self.keep_running, self.notices] if has_tray else []
        for line in [*rows, *([self.sign_in] if offers_sign_in else [])]:
            card.add_row(line)
        self.add_card(card)
        for line in (self.keep_running, self.notices, self.sign_in):
            if line.parent() is None:
                line.setParent(card)
                line.hide()
        self.keep_running.toggled.connect(self.keep_running_chosen)
        self.notices.toggled.connect(self.notices_chosen)
        self.sign_in.toggled.connect(self.sign_in_chosen)
