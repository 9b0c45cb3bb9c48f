"""What happens when the engineer acts on the suggested fix."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.sessions.fixes import FixStatus, Outcome
from core.sessions.workspace import Workspace
from desktop.session.flow import SessionFlow, Undo
from desktop.session.page import Center, SessionPage


class FixActions(QObject):
    """Connects banner and steps panel to commands."""

    resolve_wanted = Signal()

    def __init__(self, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._page = page
        self._flow = flow
        self._fixes = flow.core.fixes
        banner = page.banner
        banner.steps_requested.connect(self.show_steps)
        banner.dismissed.connect(self.dismiss)
        banner.collapse_requested.connect(self._collapse)
        banner.outcome_chosen.connect(self.record)
        banner.still_checking.connect(
            lambda fix_id: flow.command(
                "still checking", lambda: self._fixes.still_checking(fix_id)
            )
        )
        banner.proposal_confirmed.connect(self._confirm)
        banner.proposal_cleared.connect(
            lambda fix_id: flow.command("not yet", lambda: self._fixes.clear_proposal(fix_id))
        )
        banner.finish_requested.connect(
            lambda fix_id: flow.command("finish fix", lambda: self._fixes.resume_partial(fix_id))
        )
        page.steps.closed.connect(lambda: page.show_center(Center.CONVERSATION))
        page.steps.done_declared.connect(self._declare_done)
        page.lane.intents.fix_restored.connect(self._restore)
        flow.workspace_loaded.connect(self._leave_old_steps)

    def show_steps(self, _fix_id: UUID | None = None) -> None:
        """Open the fix by hand. It does not count as applied."""
        workspace = self._flow.workspace
        if workspace is not None and workspace.fix is not None:
            self._page.steps.show_fix(workspace.fix)
            self._page.show_center(Center.STEPS)

    def _leave_old_steps(self, workspace: Workspace) -> None:
        """The steps of a fix that was replaced or dismissed make way for the conversation."""
        if self._page.center is not Center.STEPS:
            return
        fix = workspace.fix
        if fix is None or fix.id != self._page.steps.fix_id or fix.status is FixStatus.DISMISSED:
            self._page.show_center(Center.CONVERSATION)

    def dismiss(self, fix_id: UUID) -> None:
        self._flow.command(
            "dismiss fix",
            lambda: self._fixes.dismiss(fix_id),
            turn=True,
            undo=Undo("Proposal dismissed.", lambda: self._fixes.restore(fix_id)),
            once=fix_id,
        )

    def record(self, fix_id: UUID, outcome: Outcome, notes: str = "") -> None:
        self._flow.command(
            "record outcome",
            lambda: self._fixes.record_outcome(fix_id, outcome, notes),
            turn=True,
            done=self._page.banner.reason_kept,
            once=fix_id,
        )

    def _declare_done(self, fix_id: UUID) -> None:
        self._flow.command(
            "apply fix",
            lambda: self._fixes.apply(fix_id),
            done=lambda: self._page.show_center(Center.CONVERSATION),
            once=fix_id,
        )

    def _confirm(self, fix_id: UUID, then_resolve: bool) -> None:
        self._flow.command(
            "confirm outcome",
            lambda: self._fixes.confirm_proposal(fix_id),
            turn=not then_resolve,
            done=self.resolve_wanted.emit if then_resolve else None,
            once=fix_id,
        )

    def _restore(self, fix_id: UUID) -> None:
        self._flow.command("restore fix", lambda: self._fixes.restore(fix_id), once=fix_id)

    def _collapse(self, collapsed: bool) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.command(
                "collapse banner", lambda: self._fixes.set_collapsed(session_id, collapsed)
            )
