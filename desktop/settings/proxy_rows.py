"""The proxy: as the system has it, none, or one that is written here."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.network.proxies import NO_PROXY
from desktop.settings.copilot_secret_row import KeyRow
from desktop.settings.fields import ChoiceRow, TextRow
from desktop.theme.icons import Icons
from desktop.widgets.layouts import column


class ProxyChoice(Enum):
    SYSTEM = "system"
    NONE = "none"
    OWN = "own"


class ProxyRows(QWidget):
    """The rows of an own proxy are in view only while it is chosen."""

    chosen = Signal(object)  # ProxyChoice

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ChoiceRow(
            icons,
            "Proxy",
            "On the way to the internet. On Windows, the system's settings include proxy scripts. "
            "What is on this laptop or its network is reached directly.",
            (
                (ProxyChoice.SYSTEM, "As the system has it"),
                (ProxyChoice.NONE, "None"),
                (ProxyChoice.OWN, "This one"),
            ),
        )
        self.address = TextRow(
            icons,
            "Address of the proxy",
            "An HTTP proxy, with its port.",
            placeholder="http://proxy.example.com:8080",
        )
        self.user = TextRow(
            icons,
            "User name for the proxy",
            "Only if it asks for one. It is sent to this proxy and no other.",
            placeholder="Empty: it asks for none",
        )
        self.password = KeyRow(
            icons,
            "It is kept in the keyring and never shown again.",
            label="Password for the proxy",
            placeholder="Write the password here",
        )
        self._own = QWidget()
        self._own.setLayout(column(self.address, self.user, self.password, spacing=12))
        self.setLayout(column(self.choice, self._own, spacing=12))
        self.choice.chosen.connect(self._choose)

    def show_proxy(self, proxy: str) -> None:
        """Show the setting: an address, `NO_PROXY`, or empty for the system's."""
        choice = {"": ProxyChoice.SYSTEM, NO_PROXY: ProxyChoice.NONE}.get(proxy, ProxyChoice.OWN)
        if choice is ProxyChoice.OWN:
            self.address.show_value(proxy)
        self.choice.show_value(choice)
        self._own.setVisible(choice is ProxyChoice.OWN)

    def _choose(self, choice: ProxyChoice) -> None:
        self._own.setVisible(choice is ProxyChoice.OWN)
        self.chosen.emit(choice)
