"""Settings, Clients: which models may see a client's sessions, and which words they never see."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.team.client_rules import ClientRules
from desktop.settings.client_words import POLICY_WORDS
from desktop.settings.form import FormCard, Section
from desktop.settings.wording import count
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import clear, column, row

_EXPLANATION = (
    "Passwords, keys and tokens are taken out of everything a model sees, for every client. Here "
    "you add what only you know: names, domains and hosts to hide, and clients that no cloud model "
    "may see. A client that is not listed may be shown to every model you connect."
)


class ClientSection(Section):
    """Draws the clients with rules; emits what is to be done with them."""

    TITLE = "Clients"
    add_requested = Signal()
    edit_requested = Signal(object)  # ClientRules
    delete_requested = Signal(object)  # ClientRules

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(_EXPLANATION, parent)
        self._icons = icons
        self._shown: tuple[ClientRules, ...] = ()
        self.add_button = Button(icons, "Add a client", icon="plus-bold")
        self.add_button.clicked.connect(self.add_requested)
        head = QWidget()
        head.setLayout(row(self.add_button, 1))
        self._lists = column()
        lists = QWidget()
        lists.setLayout(self._lists)
        self.add_card(head)
        self.add_card(lists)

    def clients(self) -> tuple[ClientRules, ...]:
        """Whose rules are shown."""
        return self._shown

    def show_clients(self, clients: Sequence[ClientRules]) -> None:
        self._shown = tuple(clients)
        clear(self._lists)
        card = FormCard()
        for client in clients:
            card.add_row(self._line(client))
        if not clients:
            card.add_row(WrapLabel("No client has rules of its own.", TextRole.SECONDARY))
        self._lists.addWidget(card)

    def _line(self, client: ClientRules) -> QWidget:
        words = POLICY_WORDS[client.policy]
        hidden = f"{count(len(client.terms), 'hidden word')}" if client.terms else "No hidden words"
        edit = Button(self._icons, "Edit…", ButtonVariant.GHOST)
        edit.setAccessibleName(f"Edit the rules of {client.client_name}")
        edit.clicked.connect(lambda: self.edit_requested.emit(client))
        delete = IconButton(self._icons, "trash", f"Delete the rules of {client.client_name}")
        delete.clicked.connect(lambda: self.delete_requested.emit(client))
        texts = column(
            WrapLabel(client.client_name, TextRole.STRONG),
            WrapLabel(hidden, TextRole.SMALL),
            spacing=2,
        )
        layout = row(texts, spacing=10)
        layout.setStretch(0, 1)
        chip = Chip(self._icons, words.text, words.tone, icon=words.icon)
        for widget in (chip, edit, delete):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget()
        holder.setLayout(layout)
        return holder
