"""The open session: runs its commands, lets the assistant react, and reloads what is shown."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.errors import UserError
from core.events import AssistantWriting, Changes
from core.sessions.workspace import Workspace
from desktop.tasks import Scope

Result = TypeVar("Result")
Turn = Callable[[UUID], Coroutine[Any, Any, object]]


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, in words for a toast, and the command that takes it back."""

    done: str
    command: Callable[[], object]


class SessionFlow(QObject):
    """Everything that waits in a session waits here, in the page's scope."""

    workspace_loaded = Signal(object)
    thinking_changed = Signal(bool)
    writing = Signal(object)  # AssistantWriting of the open session
    running_changed = Signal()
    undo_offered = Signal(object)

    def __init__(self, core: Core, scope: Scope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self.scope = scope
        self.session_id: UUID | None = None
        self.workspace: Workspace | None = None
        self.running: set[UUID] = set()
        self._under_way: set[tuple[str, UUID | None]] = set()
        self._answering: set[UUID] = set()
        self._once_more: set[UUID] = set()

    def open(self, session_id: UUID) -> None:
        """Show another session; what still runs for the old one goes on and is kept."""
        self.session_id = session_id
        self.workspace = None
        self.reload()

    def reload(self) -> None:
        if self.session_id is not None:
            self.scope.latest("load", self._load(self.session_id), done=self._loaded)

    def changed(self, changes: Changes) -> None:
        """Reload when the open session is concerned."""
        if self.session_id is not None and changes.session_id == self.session_id:
            self.reload()

    def assistant_writing(self, writing: AssistantWriting) -> None:
        """More of an answer is there."""
        if writing.session_id == self.session_id:
            self.writing.emit(writing)

    def command(
        self,
        name: str,
        job: Callable[[], object],
        *,
        turn: bool = False,
        done: Callable[[], None] | None = None,
        refused: Callable[[UserError], None] | None = None,
        undo: Undo | None = None,
        once: UUID | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Run a command on the database thread.

        turn     the assistant reacts afterwards
        done     called after success, on the GUI thread
        refused  called instead of the presenter when a rule says no
        undo     offered after success
        once     the row the command is about: while the same is under way for it, as after a
                 double click, it is not begun again
        ended    called first when it is over, however it ended
        """
        session_id = self.session_id
        if once is not None and (name, once) in self._under_way:
            return

        def succeeded(_: object) -> None:
            if done is not None:
                done()
            if undo is not None:
                self.undo_offered.emit(undo)
            if turn and session_id is not None:
                self.take_turn(session_id)

        failed = None if refused is None else _only_rules(refused)
        self._under_way.add((name, once))
        work = self._carry_out(job, (name, once), ended)
        self.scope.run(name, work, done=succeeded, failed=failed)

    def take_turn(self, session_id: UUID) -> None:
        """Ask the assistant. What is asked for while it answers becomes one more turn."""
        if session_id in self._answering:
            self._once_more.add(session_id)
        else:
            self.run_turn(session_id, self.core.copilot.take_turn)

    def run_turn(self, session_id: UUID, turn: Turn) -> None:
        """Take a turn of a special kind; nothing happens while one is under way."""
        if session_id in self._answering:
            return
        self._answering.add(session_id)
        self.thinking_changed.emit(self.is_thinking)
        self.scope.run(f"turn of {session_id}", self._take_turns(session_id, turn))

    @property
    def is_thinking(self) -> bool:
        """Whether the assistant works on the open session."""
        return self.session_id in self._answering

    async def call(self, job: Callable[[], Result]) -> Result:
        return await self.core.database.run(job)

    async def _carry_out(
        self,
        job: Callable[[], Result],
        deed: tuple[str, UUID | None],
        ended: Callable[[], None] | None,
    ) -> Result:
        try:
            return await self.call(job)
        finally:
            self._under_way.discard(deed)
            if ended is not None:
                ended()

    async def _take_turns(self, session_id: UUID, turn: Turn) -> None:
        try:
            await turn(session_id)
            while session_id in self._once_more:
                self._once_more.discard(session_id)
                await self.core.copilot.take_turn(session_id)
        finally:
            self._answering.discard(session_id)
            self._once_more.discard(session_id)
            self.thinking_changed.emit(self.is_thinking)

    async def _load(self, session_id: UUID) -> Workspace:
        return await self.call(lambda: self.core.workspace.load(session_id))

    def _loaded(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.workspace_loaded.emit(workspace)


def _only_rules(refused: Callable[[UserError], None]) -> Callable[[Exception], bool]:
    def failed(error: Exception) -> bool:
        if isinstance(error, UserError):
            refused(error)
            return True
        return False

    return failed


def words(error: UserError) -> str:
    """A refusal as one text."""
    return " ".join(part for part in (error.title, error.message, error.hint) if part)
