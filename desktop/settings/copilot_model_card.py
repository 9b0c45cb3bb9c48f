"""The settings of one model: the cloud's or the local one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.settings.definitions import Setting
from desktop.settings.copilot_rows import ModelRow, MoreRows
from desktop.settings.copilot_rungs import CLOUD, LOCAL, LOCAL_SERVERS, RungSettings
from desktop.settings.copilot_secret_row import HeadersRow, KeyRow
from desktop.settings.copilot_test_panel import ConnectionTestPanel
from desktop.settings.fields import NumberRow, SwitchRow, TextRow
from desktop.settings.form import FormCard
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column

_QUICK = "For quick tasks, such as putting one answer into a fact."
_STANDARD = "For the conversation, notes and packages."


class ModelCard(FormCard):
    """The rows every model has. Subclasses put them in order."""

    def __init__(
        self,
        icons: Icons,
        title: str,
        rung: RungSettings,
        key_hint: str,
        address: TextRow,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.rung = rung
        self.key = KeyRow(icons, key_hint)
        self.address = address
        self.fast = ModelRow(
            icons, "Model for quick tasks", _QUICK, rung.known_fast, "Empty: the same model"
        )
        self.standard = ModelRow(icons, "Model", _STANDARD, rung.known_standard)
        self.headers = HeadersRow(icons)
        self.connect_timeout = _seconds(
            "Time for a connection", "How long to wait for one.", rung.connect_timeout
        )
        self.stall_limit = _seconds(
            "Longest silence",
            "How long a model may say nothing before it counts as stuck. Slow computers need more.",
            rung.stall_limit,
        )
        self.test = ConnectionTestPanel(icons, title)


class CloudCard(ModelCard):
    """A model on the internet."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        address = TextRow(
            icons,
            "Address",
            "Only for a gateway of your company. Empty: the maker's own address.",
            placeholder="https://api.anthropic.com",
        )
        hint = "From the maker's console. It is kept in the keyring and never shown again."
        super().__init__(icons, "Cloud model", CLOUD, hint, address, parent)
        self.learn = SwitchRow(
            "Look things up in Microsoft Learn",
            "The model's maker asks Microsoft's documentation during an answer. Slower.",
        )
        self.more = MoreRows(
            icons,
            "Address, headers and time limits",
            (address, self.headers, self.connect_timeout, self.stall_limit, self.learn),
        )
        for line in (self.key, self.standard, self.fast, self.test, self.more):
            self.add_row(line)


class LocalCard(ModelCard):
    """A model on this laptop or its network."""

    server_chosen = Signal(str)  # its address

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        address = TextRow(
            icons,
            "Address",
            "Any server that speaks the Messages API. Choose one to fill in its usual address.",
            placeholder="Empty: no local model",
        )
        super().__init__(
            icons, "Local model", LOCAL, "Only if your server wants one.", address, parent
        )
        self.servers = [self._server(icons, name, where) for name, where in LOCAL_SERVERS]
        self.place = WrapLabel("", TextRole.SMALL)
        where = QWidget()
        where.setLayout(column(address, FlowBox(self.servers), self.place, spacing=8))
        self.more = MoreRows(
            icons,
            "Key, headers and time limits",
            (self.key, self.headers, self.connect_timeout, self.stall_limit),
        )
        for line in (where, self.standard, self.fast, self.test, self.more):
            self.add_row(line)

    def show_place(self, text: str) -> None:
        """Say where the address is."""
        self.place.setText(text)
        self.place.setVisible(bool(text))

    def _server(self, icons: Icons, name: str, address: str) -> Button:
        button = Button(icons, name, ButtonVariant.GHOST)
        button.setAccessibleName(f"Usual address of {name}")
        button.clicked.connect(lambda: self.server_chosen.emit(address))
        return button


def _seconds(label: str, hint: str, setting: Setting[int]) -> NumberRow:
    return NumberRow(label, hint, setting.limits or (1, 1), unit=" s")
