"""Puts the session page together: page, flow and the actions that connect them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject

from core.app import Core
from core.sessions.attachment_rules import NewFile
from core.sessions.workspace import Workspace
from desktop.session.branch_actions import BranchActions
from desktop.session.document_actions import DocumentActions
from desktop.session.export_actions import ExportActions
from desktop.session.fact_review_actions import FactReviewActions
from desktop.session.fix_actions import FixActions
from desktop.session.flow import SessionFlow
from desktop.session.lane_actions import LaneActions
from desktop.session.opening_actions import OpeningActions
from desktop.session.page import SessionPage
from desktop.session.script_actions import ScriptActions
from desktop.session.sent_actions import SentActions
from desktop.session.session_actions import SessionActions
from desktop.session.sheet_actions import SheetActions
from desktop.session.turn_actions import TurnActions
from desktop.tasks import Scope
from desktop.theme.icons import Icons


class Begun(NamedTuple):
    """What an engineer has begun in a session: files to send, and half a note."""

    files: tuple[NewFile, ...] = ()
    note: str = ""


class SessionFeature(QObject):
    """The session workspace as one thing that the main window can open a session in."""

    def __init__(
        self, icons: Icons, core: Core, scope: Scope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.page = SessionPage(icons, core.clock.now)
        self.flow = SessionFlow(core, scope, self)
        self.lane = LaneActions(self.page, self.flow)
        self.fix = FixActions(self.page, self.flow)
        self.scripts = ScriptActions(icons, self.page, self.flow)
        self.fact_reviews = FactReviewActions(icons, self.page, self.flow)
        self.documents = DocumentActions(icons, self.page, self.flow)
        self.session = SessionActions(self.page, self.flow)
        self.turns = TurnActions(self.page, self.flow, core.clock.now)
        self.sheets = SheetActions(icons, self.page, self.flow)
        self.export = ExportActions(self.page, self.flow)
        self.sent = SentActions(icons, self.page, self.flow)
        self.branches = BranchActions(icons, self.page, self.flow)
        self.opening = OpeningActions(icons, self.page, self.flow)
        self._shown: UUID | None = None
        self._begun: dict[UUID, Begun] = {}
        self._wanted_message: UUID | None = None
        self.fix.resolve_wanted.connect(self.documents.resolve)
        self.scripts.steps_wanted.connect(self.fix.show_steps)
        self.documents.resolved.connect(self.scripts.offer_drafts)
        self.branches.message_wanted.connect(self.show_message)
        self.flow.workspace_loaded.connect(self._show)
        self.page.conversation.messages_added.connect(self._bring_into_view)
        self.flow.running_changed.connect(self._refresh)

    def open(self, session_id: UUID) -> None:
        """Show a session; the draft of the one that was open is kept first."""
        if self._shown is not None and self._shown != session_id:
            self.page.composer.keep_draft()
            self.documents.leave()
        self.flow.open(session_id)

    def close(self) -> None:
        """Keep what is unsent; nothing is shown any more."""
        if self._shown is not None:
            self._put_aside()
            self.page.composer.keep_draft()
            self.documents.leave()
        self.flow.session_id = None
        self._shown = None

    def show_message(self, message_id: UUID) -> None:
        """Bring a message into view once its session is shown; older ones are loaded first."""
        self._wanted_message = message_id
        self._bring_into_view()

    @property
    def has_begun_elsewhere(self) -> bool:
        """Whether files or half a note wait in a session that is not on screen."""
        return any(begun.files or begun.note.strip() for begun in self._begun.values())

    async def keep_unsent(self) -> None:
        """Store unsent text and unsaved edits before the application ends."""
        session_id, (draft, _) = self._shown, self.page.composer.unsent()
        if session_id is not None:
            conversation = self.flow.core.conversation
            await self.flow.call(lambda: conversation.keep_draft(session_id, draft))
            await self.documents.keep_unsent()
            await self.scripts.keep_unsent()
        # Whatever was asked of the database before is done when this is.
        await self.flow.call(lambda: None)

    def _show(self, workspace: Workspace) -> None:
        if workspace.session.id != self._shown:
            self._put_aside()
            self._shown = workspace.session.id
            self.page.start(workspace)
            self._take_up(workspace)
            self.page.conversation.show_thinking(self.flow.is_thinking)
            self.documents.reopen(workspace)
            self.turns.settle(workspace)
        else:
            self.page.show_workspace(workspace, frozenset(self.flow.running))

    def _put_aside(self) -> None:
        """Remember what is begun in the session on screen and not stored anywhere."""
        if self._shown is not None:
            _, files = self.page.composer.unsent()
            self._begun[self._shown] = Begun(tuple(files), self.page.lane.note.text())

    def _take_up(self, workspace: Workspace) -> None:
        """Go on with what was begun when the session was on screen before."""
        begun = self._begun.pop(workspace.session.id, Begun())
        self.page.composer.start(workspace.view.composer_draft, begun.files)
        self.page.lane.note.begin(begun.note)

    def _bring_into_view(self) -> None:
        wanted = self._wanted_message
        if wanted is None or self._shown != self.flow.session_id:
            return
        conversation = self.page.conversation
        if conversation.bring_into_view(wanted) or not conversation.ask_earlier():
            self._wanted_message = None

    def _refresh(self) -> None:
        if self.flow.workspace is not None:
            self._show(self.flow.workspace)
