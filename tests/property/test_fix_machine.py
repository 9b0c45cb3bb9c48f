"""Whatever happens to a fix, in whatever order, it never reaches a state that makes no sense."""

from __future__ import annotations

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.outcome import Refused
from core.sessions import fixes
from core.sessions.banner import BannerMode, BannerView, banner_mode, silence_nudge
from core.sessions.fixes import (
    NOTES_LIMIT,
    Decision,
    Fix,
    FixStatus,
    Outcome,
    OutcomeProposal,
    ProposedResult,
)
from tests.unit.rows import a_fix, after

notes = st.sampled_from(["", "  ", "a note", "x" * NOTES_LIMIT, "x" * (NOTES_LIMIT + 1)])
scripts = st.sampled_from(["", "  ", "Set-It"])


class FixMachine(RuleBasedStateMachine):
    """Random events on one fix; every accepted one is checked against the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.fix = a_fix()
        self.minutes = 0
        self.view = BannerView()
        self.messages = 0

    def now(self) -> datetime:
        self.minutes += 1
        return after(self.minutes)

    def take(self, outcome: Fix | Refused, *, restores: bool = False) -> None:
        """Accept what the transition gives; a refusal changes nothing."""
        if isinstance(outcome, Refused):
            assert outcome.reason
            return
        before, self.fix = self.fix, outcome
        if before.status.is_terminal and not restores:
            assert outcome.status is before.status, "terminal stays terminal"
        if before.applied_at is not None:
            assert outcome.applied_at == before.applied_at, "the first stamp stays"
        if before.superseded_at is not None and not restores:
            assert outcome.superseded_at == before.superseded_at
        assert (outcome.id, outcome.title, outcome.created_at) == (
            *(before.id, before.title, before.created_at),
        )

    @rule()
    def apply(self) -> None:
        self.take(fixes.apply(self.fix, self.now()))

    @rule(outcome=st.sampled_from(Outcome), text=notes)
    def record_outcome(self, outcome: Outcome, text: str) -> None:
        self.take(fixes.record_outcome(self.fix, outcome, text, self.now()))

    @rule(decision=st.sampled_from(Decision))
    def decide(self, decision: Decision) -> None:
        self.take(fixes.decide(self.fix, decision, self.now()))

    @rule(script=scripts)
    def attach_script(self, script: str) -> None:
        self.take(fixes.attach_script(self.fix, script))

    @rule(result=st.sampled_from(ProposedResult))
    def propose_outcome(self, result: ProposedResult) -> None:
        self.take(fixes.propose_outcome(self.fix, OutcomeProposal(result, "why")))

    @rule()
    def clear_proposal(self) -> None:
        self.take(fixes.clear_proposal(self.fix))

    @rule()
    def resume_partial(self) -> None:
        self.take(fixes.resume_partial(self.fix))

    @rule()
    def supersede(self) -> None:
        self.take(fixes.supersede(self.fix, self.now()))

    @rule()
    def restore(self) -> None:
        self.take(fixes.restore(self.fix), restores=True)

    @rule()
    def send_message(self) -> None:
        self.messages += 1

    @rule()
    def still_checking(self) -> None:
        self.view = silence_nudge(self.view, self.messages)

    @rule(collapsed=st.booleans())
    def collapse(self, collapsed: bool) -> None:
        self.view = BannerView(collapsed, self.view.silenced_until)

    @invariant()
    def stamps_fit_the_status(self) -> None:
        status = self.fix.status
        if status not in (FixStatus.PROPOSED, FixStatus.DISMISSED):
            assert self.fix.applied_at is not None
        ended = status in (FixStatus.APPLIED_SUCCESS, FixStatus.APPLIED_FAILED)
        assert (self.fix.verified_at is not None) is ended

    @invariant()
    def notes_fit_the_status(self) -> None:
        if self.fix.status is FixStatus.APPLIED_PARTIAL:
            assert self.fix.partial_notes.strip()
        if self.fix.status is FixStatus.APPLIED_PENDING:
            assert self.fix.pending_reason.strip()
        texts = (self.fix.partial_notes, self.fix.pending_reason, self.fix.failure_reason)
        assert max(map(len, texts)) <= NOTES_LIMIT

    @invariant()
    def nothing_is_proposed_after_the_end(self) -> None:
        if self.fix.status.is_terminal:
            assert self.fix.ai_outcome_proposal is None

    @invariant()
    def dismissed_in_both_dimensions_or_in_none(self) -> None:
        is_dismissed = self.fix.status is FixStatus.DISMISSED
        assert is_dismissed is (self.fix.user_decision is Decision.DISMISSED)

    @invariant()
    def a_script_decision_has_its_script(self) -> None:
        if self.fix.user_decision not in (None, Decision.DISMISSED):
            assert self.fix.drafted_script.strip()

    @invariant()
    def the_banner_shows_what_can_be_done(self) -> None:
        mode = banner_mode(self.fix, self.messages, self.view)
        is_over = self.fix.status.is_terminal or not self.fix.is_active
        assert (mode is BannerMode.NONE) is is_over
        if mode is BannerMode.NUDGE:
            assert self.fix.is_verifying
            assert self.messages >= max(3, self.view.silenced_until)


TestFixMachine = FixMachine.TestCase
TestFixMachine.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
