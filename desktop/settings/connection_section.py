"""Settings, Connection: whom FlowPilot may ask whether there is a network."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import TextRow
from desktop.settings.form import FormCard, Section
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice

_EXPLANATION = (
    "FlowPilot works without a network. It asks nobody unless you name an address here or connect "
    "a model: then it asks those addresses, every five minutes, whether they answer. Nothing about "
    "your work and no key is sent along."
)
_HINT = (
    "An address that answers with an empty page, such as a connectivity test of your own company. "
    "Leave it empty, and no request is made."
)


class ConnectionSection(Section):
    """Emits the address as typed; draws what the last check found."""

    TITLE = "Connection"
    address_submitted = Signal(str)
    check_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(_EXPLANATION, parent)
        self.address = TextRow(
            icons,
            "Address for the internet check",
            _HINT,
            placeholder="Empty: FlowPilot asks nobody",
        )
        self.check_now = Button(icons, "Check now", icon="arrows-clockwise")
        self.address.line.addWidget(self.check_now)
        self.result = InlineNotice(icons, Tone.NEUTRAL, "")
        body = QWidget()
        body.setLayout(column(self.address, self.result, spacing=12))
        card = FormCard()
        card.add_row(body)
        self.add_card(card)
        self.address.submitted.connect(self.address_submitted)
        self.check_now.clicked.connect(self.check_requested)

    def show_address(self, address: str) -> None:
        self.address.show_value(address)
        self.check_now.setEnabled(bool(address))

    def show_refusal(self, text: str) -> None:
        """Say why the address was not taken; what was typed stays."""
        self.address.show_refusal(text)

    def show_checking(self) -> None:
        self.check_now.setEnabled(False)
        self.result.show_notice(Tone.NEUTRAL, "Checking…")

    def show_result(self, tone: Tone, text: str) -> None:
        """Say in words what the check found."""
        self.check_now.setEnabled(bool(self.address.field.text().strip()))
        self.result.show_notice(tone, text)
