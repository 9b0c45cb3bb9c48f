"""The open session: runs its commands, lets the assistant react, and reloads what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.app import Core
from core.errors import UserError
from core.events import Changes
from core.sessions.workspace import Workspace
from desktop.tasks import Scope

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, in words for a toast, and the command that takes it back."""

    done: str
    command: Callable[[], object]


class SessionFlow(QObject):
    """Everything that waits in a session waits here, in the page's scope."""

    workspace_loaded = Signal(object)
    thinking_changed = Signal(bool)
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
        self._turns_wanted: list[UUID] = []
        self._turn_of: UUID | None = None

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
        """Ask the assistant. Requests for a session that already waits become one turn."""
        if session_id not in self._turns_wanted:
            self._turns_wanted.append(session_id)
        self.thinking_changed.emit(self.is_thinking)
        if not self.scope.is_busy("turns"):
            self.scope.run("turns", self._take_turns())

    @property
    def is_thinking(self) -> bool:
        """Whether the assistant works, or is about to, on the open session."""
        open_one = self.session_id
        return open_one is not None and open_one in (*self._turns_wanted, self._turn_of)

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

    async def _take_turns(self) -> None:
        try:
            while self._turns_wanted:
                self._turn_of = self._turns_wanted.pop(0)
                await self.core.copilot.take_turn(self._turn_of)
        finally:
            self._turn_of = None
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
