"""The services over a real database, with a clock that moves on by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from core.artifacts.document_service import DocumentService
from core.bus import Bus
from core.copilot.turn import ProposedCheck, ProposedFix, ProposedQuestion, Turn
from core.copilot.turn_service import TurnService
from core.db.opening import open_database
from core.events import Changes
from core.search.service import SearchService
from core.sessions.branch_service import BranchService
from core.sessions.conversation_service import ConversationService
from core.sessions.fact_service import FactService
from core.sessions.facts import Fact
from core.sessions.fix_service import FixService
from core.sessions.fixes import Fix
from core.sessions.lane import LaneItem
from core.sessions.lane_service import LaneService
from core.sessions.messages import Rung
from core.sessions.session import Session
from core.sessions.session_service import Intake, SessionService
from core.sessions.workspace import Workspace, WorkspaceQuery
from tests.unit.no_models import a_desk
from tests.unit.rows import NOON

FIX = ProposedFix(title="Renew the lease", description="The PC holds an old lease.", confidence=80)
OTHER_FIX = ProposedFix(title="Swap the cable", description="It is broken.", confidence=70)
QUESTION = ProposedQuestion(text="Since when?", options=("Today", "Longer"))
CHECK = ProposedCheck(label="Ping the gateway", command="ping gateway", shell="posix")


class MovingClock:
    """Each look is a second later."""

    def __init__(self) -> None:
        self._now = NOON

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def move_on(self, time: timedelta) -> None:
        self._now += time


class Bench:
    """One session and every service that acts on it."""

    def __init__(self, folder: Path) -> None:
        clock, bus = MovingClock(), Bus()
        self.published: list[Changes] = []
        bus.subscribe(Changes, self.published.append)
        self.database = open_database(folder / "bench.db", b"k" * 32, bus=bus, clock=clock)
        self.sessions = SessionService(self.database, clock)
        self.branches = BranchService(self.database, clock)
        self.conversation = ConversationService(self.database, clock)
        self.lane = LaneService(self.database, clock)
        self.facts = FactService(self.database, clock)
        self.fixes = FixService(self.database, clock)
        self.turns = TurnService(self.database, clock)
        self.documents = DocumentService(self.database, clock)
        self.search = SearchService(self.database)
        self._workspace = WorkspaceQuery(self.database, a_desk(folder, clock))
        self.id = self.sessions.create(Intake(text="No internet on one PC")).session_id

    def say(self, turn: Turn) -> None:
        """Let an assistant take a turn."""
        self.turns.apply(self.id, turn, Rung.PLAYBOOK)

    def given_fix(self, proposed: ProposedFix = FIX) -> Fix:
        self.say(Turn(fix=proposed))
        return self.fix

    def given_applied_fix(self) -> Fix:
        self.fixes.apply(self.given_fix().id)
        return self.fix

    def given_item(self, turn: Turn) -> LaneItem:
        self.say(turn)
        return self.workspace.lane[-1]

    def given_note(self, text: str = "Others are online") -> Fact:
        self.facts.add_note(self.id, text)
        return self.workspace.facts[-1]

    @property
    def workspace(self) -> Workspace:
        return self.workspace_of(self.id)

    def workspace_of(self, session_id: UUID) -> Workspace:
        return self._workspace.load(session_id)

    def fork(self, position: int, text: str | None = None) -> Workspace:
        """Begin a branch of the bench's session."""
        return self.workspace_of(self.branches.fork(self.id, position, text).session_id)

    @property
    def session(self) -> Session:
        return self.workspace.session

    @property
    def fix(self) -> Fix:
        fix = self.workspace.fix
        assert fix is not None
        return fix

    def history(self) -> list[Fix]:
        with self.database.work() as work:
            return work.fixes.history(self.id)

    def events(self, fix_id: UUID) -> list[str]:
        with self.database.work() as work:
            return [one.event for one in work.fix_events.where(fix_id=fix_id, order="at")]

    def close(self) -> None:
        self.database.close()
