"""Turns of an assistant: shown while they are written, stopped, continued, asked for again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.events import AssistantWriting
from core.sessions.messages import Role, Rung
from core.sessions.session import SessionStatus
from core.sessions.workspace import Workspace
from desktop.session.flow import SessionFlow, Turn
from desktop.session.page import SessionPage
from desktop.session.waiting_view import NextStep, waiting_view


class TurnActions(QObject):
    """Connects the conversation and the composer's Stop to the copilot."""

    settings_wanted = Signal()

    def __init__(self, page: SessionPage, flow: SessionFlow, now: Callable[[], datetime]) -> None:
        super().__init__(page)
        self._page = page
        self._flow = flow
        self._copilot = flow.core.copilot
        self._now = now
        conversation = page.conversation
        flow.writing.connect(self._show_writing)
        flow.thinking_changed.connect(self._show_thinking)
        flow.workspace_loaded.connect(self._show_workspace)
        page.composer.stop_requested.connect(self.stop)
        conversation.continue_requested.connect(self._continue)
        conversation.waiting.step_chosen.connect(self._take_step)

    @property
    def can_stop(self) -> bool:
        session_id = self._flow.session_id
        return session_id is not None and self._copilot.is_writing(session_id)

    def stop(self) -> None:
        """End the answer that is being written; what came of it stays."""
        if self._flow.session_id is not None:
            self._copilot.stop(self._flow.session_id)

    def settle(self, workspace: Workspace) -> None:
        """A message that nobody replied to before the program ended: reply, or offer to.

        The playbook costs nothing and answers at once; a model is not asked unbidden.
        """
        session_id = workspace.session.id
        if not owes_reply(workspace) or self._flow.is_thinking:
            return
        if workspace.standing.rung is Rung.PLAYBOOK:
            self._flow.take_turn(session_id)
        elif workspace.waiting is None and not self._copilot.is_writing(session_id):
            self._flow.command("owe a turn", lambda: self._copilot.owe(session_id))

    def _show_writing(self, writing: AssistantWriting) -> None:
        self._page.conversation.show_writing(writing.message_id, writing.prose)

    def _show_thinking(self, on: bool) -> None:
        self._page.conversation.show_thinking(on)
        self._page.composer.show_answering(on and self.can_stop)

    def _show_workspace(self, workspace: Workspace) -> None:
        is_writing = self._copilot.is_writing(workspace.session.id)
        waiting = None if is_writing else waiting_view(workspace.waiting, self._now())
        self._page.conversation.waiting.show_view(waiting)
        self._page.composer.show_answering(is_writing)

    def _continue(self) -> None:
        self._run(self._copilot.continue_answer)

    def _take_step(self, step: NextStep) -> None:
        session_id = self._flow.session_id
        if session_id is None:
            return
        if step is NextStep.TRY_AGAIN:
            self._flow.take_turn(session_id)
        elif step is NextStep.CARRY_ON:
            self._run(self._copilot.carry_on)
        elif step is NextStep.ASK_LATER:
            self._command("ask later", self._copilot.ask_when_online)
        elif step is NextStep.CANCEL:
            self._command("forget the turn", self._copilot.forget_waiting)
        else:
            self.settings_wanted.emit()

    def _run(self, turn: Turn) -> None:
        if self._flow.session_id is not None:
            self._flow.run_turn(self._flow.session_id, turn)

    def _command(self, name: str, command: Callable[[UUID], object]) -> None:
        session_id = self._flow.session_id
        if session_id is not None:
            self._flow.command(name, lambda: command(session_id))


def owes_reply(workspace: Workspace) -> bool:
    """Whether the program ended before the assistant could answer the engineer's last message."""
    spoken = [one.role for one in workspace.messages if one.role is not Role.FOOTNOTE]
    is_waiting = bool(spoken) and spoken[-1] is Role.ENGINEER
    return is_waiting and workspace.session.status is SessionStatus.ACTIVE
