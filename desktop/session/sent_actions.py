"""Opens what would be sent, what was sent, and the choice of who answers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.copilot.records import ModelCall
from core.errors import AppError, Bug
from core.sessions.workspace import Workspace
from core.settings.definitions import MONTHLY_LIMIT
from desktop.session.call_log_sheet import CallLogSheet
from desktop.session.call_log_view import call_line
from desktop.session.flow import SessionFlow
from desktop.session.page import SessionPage
from desktop.session.sent_sheet import SentSheet
from desktop.session.sent_view import sent_view
from desktop.session.spend_words import spend_line
from desktop.session.standing_words import StandingWish
from desktop.theme.icons import Icons


class SentActions(QObject):
    """Serves the line under the composer, the header's menu and the palette."""

    client_rules_wanted = Signal(str)

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        page.composer.rung_line.wish_chosen.connect(self._serve)
        page.header.preview_requested.connect(self.show_next)
        page.header.log_requested.connect(self.show_log)

    @property
    def can_choose(self) -> bool:
        return self._flow.workspace is not None and self._page.composer.isVisible()

    def choose_rung(self) -> None:
        """Open the menu of the line."""
        self._page.composer.rung_line.open_menu()

    def show_next(self) -> None:
        """Show what would be sent with the text that is in the composer."""
        session_id = self._flow.session_id
        if session_id is None:
            return
        draft, files = self._page.composer.unsent()
        sheet = SentSheet(self._icons, self._page.window())

        def failed(error: Exception) -> bool:
            is_expected = isinstance(error, AppError) and not isinstance(error, Bug)
            if isinstance(error, AppError) and is_expected:
                sheet.show_error(error)
            else:
                sheet.reject()
            return is_expected

        self._flow.scope.latest(
            "preview request",
            self._flow.core.copilot.preview(session_id, draft),
            done=lambda found: sheet.show_request(sent_view(found, has_files=bool(files))),
            failed=failed,
        )
        sheet.finished.connect(lambda: self._flow.scope.cancel_named("preview request"))
        sheet.open()

    def show_log(self) -> None:
        """Show what was sent for the session."""
        workspace = self._flow.workspace
        if workspace is not None:
            calls = self._flow.core.calls
            self._flow.scope.latest(
                "call log",
                self._flow.call(lambda: calls.of_session(workspace.session.id)),
                done=lambda found: self._open_log(workspace, found),
            )

    def _open_log(self, workspace: Workspace, calls: tuple[ModelCall, ...]) -> None:
        core = self._flow.core
        now = core.clock.now()
        lines = [call_line(call, now) for call in calls]
        spend = spend_line(workspace.spend, workspace.month, core.settings.read(MONTHLY_LIMIT))
        CallLogSheet(self._icons, lines, spend, self._page.window()).open()

    def _serve(self, wish: StandingWish) -> None:
        workspace = self._flow.workspace
        if wish is StandingWish.PREVIEW:
            self.show_next()
        elif wish is StandingWish.LOG:
            self.show_log()
        elif workspace is not None and workspace.session.client_name:
            self.client_rules_wanted.emit(workspace.session.client_name)
