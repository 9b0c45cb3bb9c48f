"""Settings, Copilot: the models that may answer, how to reach them, and what they may cost."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.settings.copilot_cards import NetworkCard, SpendingCard
from desktop.settings.copilot_model_card import CloudCard, LocalCard
from desktop.settings.form import Section
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.notice import InlineNotice

_EXPLANATION = (
    "Connect a language model, or none: playbooks answer either way. The cloud model answers while "
    "it can be reached, then the local one, then playbooks. Secrets are taken out of everything "
    "before it is sent, and you can read what was sent."
)


class CopilotSection(Section):
    """Only holds the cards; what they do is theirs."""

    TITLE = "Copilot"

    def __init__(self, icons: Icons, weakness: str, parent: QWidget | None = None) -> None:
        super().__init__(_EXPLANATION, parent)
        self.cloud = CloudCard(icons)
        self.local = LocalCard(icons)
        self.network = NetworkCard(icons)
        self.spending = SpendingCard()
        warning = InlineNotice(
            icons,
            Tone.WARNING,
            "This computer has no keyring that FlowPilot can use: an API key is kept in a file in "
            "the data folder, readable by whoever can read your files.",
        )
        for card in (warning, self.cloud, self.local, self.network, self.spending):
            self.add_card(card)
        if not weakness:
            warning.hide()
