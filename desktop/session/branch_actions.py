"""Edit and fork, regenerate, and going from one branch to another."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import UserError
from core.sessions.messages import Message, Role
from core.sessions.session_service import Opened
from desktop.session.branch_sheet import BranchSheet
from desktop.session.flow import SessionFlow, words
from desktop.session.page import SessionPage
from desktop.theme.icons import Icons


class BranchActions(QObject):
    """Begins branches and opens them. Opening is the shell's: it knows what else is on screen."""

    branch_opened = Signal(object)
    message_wanted = Signal(object)

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        forks = page.conversation.forks
        forks.edit_saved.connect(self._save)
        forks.regenerate_requested.connect(self._fork)
        forks.version_chosen.connect(lambda version: self.switch(*version))
        page.header.branches_requested.connect(self.choose)

    @property
    def can_choose(self) -> bool:
        """Whether there is another branch to go to."""
        workspace = self._flow.workspace
        return workspace is not None and bool(workspace.branches)

    def can_fork(self, role: Role) -> bool:
        """Whether the last message of somebody can be taken up differently."""
        return self._last(role) is not None

    def edit_last(self) -> None:
        """Open the editor on the engineer's last message."""
        if (message := self._last(Role.ENGINEER)) is not None:
            self._page.conversation.bring_into_view(message.id)
            self._page.conversation.forks.begin_edit(message.id)

    def regenerate_last(self) -> None:
        """Have the assistant's last message answered anew."""
        if (message := self._last(Role.ASSISTANT)) is not None:
            self._fork(message.position)

    def choose(self) -> None:
        """Let the engineer choose a branch to go to."""
        workspace = self._flow.workspace
        if workspace is None or not workspace.branches:
            return
        now = self._flow.core.clock.now()
        sheet = BranchSheet(self._icons, workspace, now, self._page.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.picked.connect(self.switch)
        sheet.open()

    def switch(self, session_id: UUID, message_id: UUID | None = None) -> None:
        """Go to a branch, and to a message in it; lists show that branch from now on."""
        branches = self._flow.core.branches

        def switched() -> None:
            self.branch_opened.emit(session_id)
            if message_id is not None:
                self.message_wanted.emit(message_id)

        self._flow.command(
            "switch branch", lambda: branches.switch(session_id), done=switched, once=session_id
        )

    def _save(self, position: int, text: str) -> None:
        def refused(error: Exception) -> bool:
            if isinstance(error, UserError):
                self._page.conversation.forks.refuse_edit(position, words(error))
                return True
            return False

        self._fork(position, text, refused)

    def _fork(
        self,
        position: int,
        text: str | None = None,
        failed: Callable[[Exception], bool] | None = None,
    ) -> None:
        session_id, branches = self._flow.session_id, self._flow.core.branches
        # A second click, before the first one is through, would make a second branch.
        if session_id is None or self._flow.scope.is_busy("fork"):
            return
        self._flow.scope.run(
            "fork",
            self._flow.call(lambda: branches.fork(session_id, position, text)),
            done=lambda opened: self._begun(opened, session_id, position),
            failed=failed,
        )

    def _begun(self, opened: Opened, session_id: UUID, position: int) -> None:
        if session_id == self._flow.session_id:
            self._page.conversation.forks.end_edit(position)
        # Nobody waits for that answer any more.
        self._flow.core.copilot.stop(session_id)
        self.branch_opened.emit(opened.session_id)
        self._flow.take_turn(opened.session_id)

    def _last(self, role: Role) -> Message | None:
        workspace = self._flow.workspace
        if workspace is None or not workspace.session.status.is_open:
            return None
        return next((one for one in reversed(workspace.messages) if one.role is role), None)
