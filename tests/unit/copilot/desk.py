"""An engineer at work with the playbook assistant: real services, real database, no window."""

from __future__ import annotations

from uuid import UUID

from core.checks.runs import RunEnd, RunOutput
from core.clock import Clock
from core.copilot.providers.playbook import PlaybookProvider
from core.copilot.turn import Turn, TurnContext
from core.copilot.turn_service import TurnService
from core.db.database import Database
from core.playbooks.library import PlaybookLibrary
from core.sessions.conversation_service import ConversationService
from core.sessions.fact_service import FactService
from core.sessions.fix_service import FixService
from core.sessions.fixes import Fix, Outcome
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.lane_service import LaneService
from core.sessions.messages import Role
from core.sessions.session_service import Intake, SessionService


class Desk:
    """Every act is stored, then the assistant takes its turn, as in the app."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        library: PlaybookLibrary,
        intake: Intake | None = None,
        platform: str = "windows",
    ) -> None:
        self._database = database
        self._platform = platform
        self._provider = PlaybookProvider(lambda: library)
        self._turns = TurnService(database, clock)
        self._conversation = ConversationService(database, clock)
        self._lane = LaneService(database, clock)
        self._fixes = FixService(database, clock)
        self._facts = FactService(database, clock)
        self.session_id: UUID = (
            SessionService(database, clock).create(intake or Intake()).session_id
        )
        self.turn = Turn()

    # What the engineer does

    def say(self, text: str) -> Turn:
        self._conversation.send(self.session_id, text)
        return self.take_turn()

    def answer(self, text: str, option: str) -> Turn:
        self._lane.answer(self.item(text).id, option)
        return self.take_turn()

    def report(self, text: str, option: str) -> Turn:
        self._lane.report_result(self.item(text).id, option)
        return self.take_turn()

    def run(self, text: str, output: str, exit_code: int = 0, stderr: str = "") -> Turn:
        """The check's command ran on the laptop and printed this."""
        self.record(
            text, RunOutput(end=RunEnd.EXITED, stdout=output, stderr=stderr, exit_code=exit_code)
        )
        return self.take_turn()

    def time_out(self, text: str) -> Turn:
        self.record(text, RunOutput(end=RunEnd.TIMED_OUT, stdout="half of a li"))
        return self.take_turn()

    def record(self, text: str, output: RunOutput) -> None:
        check = self._lane.check_to_run(self.item(text).id)
        self._lane.record_run(check, output)

    def paste(self, text: str, output: str) -> Turn:
        self._lane.paste_result(self.item(text).id, output)
        return self.take_turn()

    def skip(self, text: str) -> Turn:
        self._lane.skip(self.item(text).id)
        return self.take_turn()

    def apply(self) -> Turn:
        self._fixes.apply(self.fix.id)
        return self.take_turn()

    def outcome(self, outcome: Outcome, notes: str = "") -> Turn:
        self._fixes.record_outcome(self.fix.id, outcome, notes)
        return self.take_turn()

    def delete_fact(self, text: str) -> Turn:
        (fact,) = (one for one in self.context().facts if one.text == text)
        self._facts.delete(fact.id)
        return self.take_turn()

    def take_turn(self) -> Turn:
        """Ask the assistant, and apply what it says."""
        self.turn = self._provider.reply(self.context())
        self._turns.apply(self.session_id, self.turn, self._provider.rung)
        return self.turn

    # What the engineer sees

    def context(self) -> TurnContext:
        with self._database.work() as work:
            return TurnContext(
                session=work.sessions.get(self.session_id),
                messages=tuple(work.messages.page(self.session_id, None, 200)),
                lane=tuple(work.lane_items.of_session(self.session_id)),
                facts=tuple(work.facts.of_session(self.session_id)),
                fixes=tuple(work.fixes.history(self.session_id)),
                runs=tuple(work.check_runs.of_session(self.session_id)),
                platform=self._platform,
            )

    def item(self, text: str) -> LaneItem:
        """The newest item with this text."""
        return [item for item in self.context().lane if item.text == text][-1]

    @property
    def open(self) -> list[str]:
        return [item.text for item in self.context().lane if item.status is LaneStatus.OPEN]

    @property
    def facts(self) -> list[str]:
        return [fact.text for fact in self.context().facts]

    @property
    def fix(self) -> Fix:
        fix = self.context().active_fix
        assert fix is not None, "no fix is active"
        return fix

    @property
    def said(self) -> list[str]:
        return [m.text for m in self.context().messages if m.role is Role.ASSISTANT]
