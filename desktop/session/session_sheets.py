"""The small dialogs of a session: its title and ticket, giving up, an update to share."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from core.sessions.session import Session
from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import ButtonVariant
from desktop.widgets.staying_sheet import StayingSheet


class DetailsSheet(StayingSheet):
    """Title, ticket, client and contact of a session."""

    def __init__(self, icons: Icons, session: Session, parent: QWidget) -> None:
        super().__init__(icons, "Title and ticket", confirm="Save", parent=parent)
        self.title = QLineEdit(session.title)
        self.ticket = QLineEdit(session.psa_ticket_id)
        self.client = QLineEdit(session.client_name)
        self.contact = QLineEdit(session.contact_name)
        form = QFormLayout()
        for name, field in (
            ("Title", self.title),
            ("Ticket number", self.ticket),
            ("Client", self.client),
            ("Contact", self.contact),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.body.addLayout(form)
        self.setMinimumWidth(560)
        # The title comes from the first message; the ticket is what people come here for.
        self.set_first_focus(self.ticket)


class GiveUpSheet(StayingSheet):
    """Abandon a session, with a reason if there is one."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(
            icons,
            "Give up on this session?",
            text="It leaves the active list. Everything in it is kept and stays searchable.",
            confirm="Give up",
            variant=ButtonVariant.DANGER,
            parent=parent,
        )
        self.reason = AutoGrowEdit("Reason", placeholder="Why? (optional)", min_lines=2)
        self.body.addWidget(self.reason)


class UpdateSheet(StayingSheet):
    """A short update on where things stand, to copy into a mail or the ticket."""

    def __init__(self, icons: Icons, text: str, parent: QWidget) -> None:
        super().__init__(
            icons,
            "Share update",
            text="Nothing is sent from here. Edit the text, then copy it to where it belongs.",
            confirm="Copy",
            parent=parent,
        )
        self.editor = AutoGrowEdit("Update", min_lines=8, max_lines=20)
        self.editor.set_text(text)
        self.body.addWidget(self.editor)
        self.setMinimumWidth(560)
