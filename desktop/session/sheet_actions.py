"""What the header's menu opens: details, giving up, an update to share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.artifacts.status_update import status_update
from desktop.session.flow import SessionFlow, words
from desktop.session.page import SessionPage
from desktop.session.session_sheets import DetailsSheet, GiveUpSheet, UpdateSheet
from desktop.theme.icons import Icons
from desktop.widgets.staying_sheet import StayingSheet


class SheetActions(QObject):
    """Opens the session's dialogs and carries out what they are for."""

    copied = Signal(str)

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        page.header.edit_requested.connect(self.edit_details)
        page.header.abandon_requested.connect(self.give_up)
        page.header.share_requested.connect(self.share_update)

    def edit_details(self) -> None:
        workspace = self._flow.workspace
        if workspace is None:
            return
        session_id = workspace.session.id
        sheet = DetailsSheet(self._icons, workspace.session, self._page.window())

        def save() -> object:
            return self._flow.core.sessions.describe(
                session_id,
                title=sheet.title.text(),
                ticket_id=sheet.ticket.text(),
                client_name=sheet.client.text(),
                contact_name=sheet.contact.text(),
            )

        sheet.confirmed.connect(lambda: self._carry_out("edit session", save, sheet))
        sheet.open()

    def give_up(self) -> None:
        session_id = self._flow.session_id
        if session_id is None:
            return
        sheet = GiveUpSheet(self._icons, self._page.window())
        sheet.confirmed.connect(
            lambda: self._carry_out(
                "give up",
                lambda: self._flow.core.sessions.abandon(session_id, sheet.reason.text()),
                sheet,
            )
        )
        sheet.open()

    def share_update(self) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.scope.latest(
                "update",
                self._flow.call(
                    lambda: status_update(self._flow.core.documents.record(session_id))
                ),
                done=self._show_update,
            )

    def _show_update(self, text: str) -> None:
        sheet = UpdateSheet(self._icons, text, self._page.window())

        def copy() -> None:
            self.copied.emit(sheet.editor.text())
            sheet.settled()

        sheet.confirmed.connect(copy)
        sheet.open()

    def _carry_out(self, name: str, job: Callable[[], object], sheet: StayingSheet) -> None:
        self._flow.command(
            name,
            job,
            done=sheet.settled,
            refused=lambda error: sheet.show_refusal(words(error)),
        )
