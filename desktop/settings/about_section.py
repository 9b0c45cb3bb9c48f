"""Settings, About: what this is and what it is made of."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.settings.detail_list import DetailList
from desktop.settings.form import FormCard, Section
from desktop.settings.licences import LICENCES
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column


class AboutSection(Section):
    """The version and the licences."""

    TITLE = "About"

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Guided troubleshooting for engineers who stand where the problem is.",
            parent,
        )
        product = DetailList()
        product.show_details({"FlowPilot Desktop": f"Version {version}", "Licence": "Apache-2.0"})
        card = FormCard()
        card.add_row(product)
        self.add_card(card)
        parts = DetailList()
        parts.show_details(LICENCES)
        body = QWidget()
        introduction = WrapLabel(
            "FlowPilot uses the work of others, unchanged, under these licences. Qt is linked "
            "dynamically: you may replace its libraries with your own build.",
            TextRole.SMALL,
        )
        body.setLayout(column(introduction, parts, spacing=12))
        licences = FormCard("Made with")
        licences.add_row(body)
        self.add_card(licences)
