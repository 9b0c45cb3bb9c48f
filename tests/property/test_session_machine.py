"""Random commands on one session, over the real services and a real database.

Whatever order they come in: a command works or refuses with a reason, at most one fix is active,
the state version moves by at most one, and undo brings back what was there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.copilot.turn import PromotedFact, ProposedFix, ProposedOutcome, Turn
from core.errors import UserError
from core.sessions.facts import SourceType
from core.sessions.fixes import Outcome, ProposedResult
from core.sessions.lane import LaneKind
from tests.unit.sessions.bench import CHECK, FIX, OTHER_FIX, QUESTION, Bench

TEXTS = st.sampled_from(["Rebooting", "yes", "  ", "unknown", "x" * 600, "\x00\ud800"])


class SessionMachine(RuleBasedStateMachine):
    """Every rule is something an engineer or an assistant does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="session-machine-"))
        self.bench = Bench(self.folder)
        self.version = 0

    def teardown(self) -> None:
        self.bench.close()
        shutil.rmtree(self.folder)

    def attempt(self, command: Callable[[], object]) -> bool:
        """Carry a command out; only a rule may stand in its way."""
        try:
            command()
        except UserError:
            return False
        return True

    @rule(text=TEXTS)
    def send(self, text: str) -> None:
        self.attempt(lambda: self.bench.conversation.send(self.bench.id, text))

    @rule(proposed=st.sampled_from([FIX, OTHER_FIX]))
    def propose(self, proposed: ProposedFix) -> None:
        self.bench.say(Turn(fix=proposed))

    @rule()
    def apply(self) -> None:
        if fix := self.bench.workspace.fix:
            self.attempt(lambda: self.bench.fixes.apply(fix.id))

    @rule(outcome=st.sampled_from(Outcome), notes=TEXTS)
    def record(self, outcome: Outcome, notes: str) -> None:
        if fix := self.bench.workspace.fix:
            self.attempt(lambda: self.bench.fixes.record_outcome(fix.id, outcome, notes))

    @rule(result=st.sampled_from(ProposedResult))
    def propose_outcome(self, result: ProposedResult) -> None:
        if fix := self.bench.workspace.fix:
            proposal = ProposedOutcome(fix_id=fix.id, result=result, reason="said so")
            before = fix.status
            self.bench.say(Turn(outcome=proposal))
            assert self.bench.fix.status is before

    @rule()
    def confirm(self) -> None:
        if fix := self.bench.workspace.fix:
            self.attempt(lambda: self.bench.fixes.confirm_proposal(fix.id))

    @rule()
    def finish(self) -> None:
        if fix := self.bench.workspace.fix:
            self.attempt(lambda: self.bench.fixes.resume_partial(fix.id))

    @rule()
    def restore_a_parked_fix(self) -> None:
        for fix in self.bench.workspace.parked[:1]:
            self.attempt(partial(self.bench.fixes.restore, fix.id))

    @rule()
    def dismiss_and_undo(self) -> None:
        fix = self.bench.workspace.fix
        if fix is None or not self.attempt(lambda: self.bench.fixes.dismiss(fix.id)):
            return
        self.version = self.bench.session.state_version
        self.bench.fixes.restore(fix.id)
        back = self.bench.fix
        assert (back.id, back.applied_at) == (fix.id, fix.applied_at)
        assert not back.status.is_terminal

    @rule(text=TEXTS)
    def add_note(self, text: str) -> None:
        self.attempt(lambda: self.bench.facts.add_note(self.bench.id, text))

    @rule(text=TEXTS)
    def promote(self, text: str) -> None:
        fact = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text=text)
        self.bench.say(Turn(facts=(fact,)))

    @rule()
    def delete_a_fact_and_undo(self) -> None:
        before = self.bench.workspace.facts
        for fact in before[:1]:
            self.bench.facts.delete(fact.id)
            assert fact not in self.bench.workspace.facts
            self.version = self.bench.session.state_version
            self.bench.facts.restore(fact.id)
            assert self.bench.workspace.facts == before

    @rule()
    def ask(self) -> None:
        self.bench.say(Turn(questions=(QUESTION,), checks=(CHECK,)))

    @rule(text=TEXTS)
    def answer(self, text: str) -> None:
        for item in self.bench.workspace.lane:
            if item.kind is LaneKind.QUESTION:
                self.attempt(partial(self.bench.lane.answer, item.id, text))

    @rule(text=TEXTS)
    def paste(self, text: str) -> None:
        for item in self.bench.workspace.lane:
            if item.kind is LaneKind.CHECK:
                self.attempt(partial(self.bench.lane.paste_result, item.id, text))

    @rule()
    def skip_and_undo(self) -> None:
        before = self.bench.workspace.lane
        for item in before[:1]:
            if self.attempt(partial(self.bench.lane.skip, item.id)):
                self.bench.lane.reopen(item.id)
                assert self.bench.workspace.lane == before

    @rule(paused=st.booleans())
    def pause_or_resume(self, paused: bool) -> None:
        change = self.bench.sessions.pause if paused else self.bench.sessions.resume
        self.attempt(lambda: change(self.bench.id))

    @invariant()
    def at_most_one_fix_is_active(self) -> None:
        assert sum(fix.is_active for fix in self.bench.history()) <= 1

    @invariant()
    def the_state_version_never_jumps(self) -> None:
        version = self.bench.session.state_version
        # Pasting may record one run per check, of which there is one.
        assert self.version <= version <= self.version + 1
        self.version = version


SessionMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestSessionMachine = SessionMachine.TestCase
