"""What the fix service adds to the transitions: one active fix, history, footnotes, events."""

from __future__ import annotations

import pytest

from core.copilot.turn import ProposedOutcome, Turn
from core.errors import Conflict, UserError
from core.sessions.banner import BannerMode
from core.sessions.fixes import Decision, FixStatus, Outcome, ProposedResult
from core.sessions.messages import Role
from tests.unit.sessions.bench import FIX, OTHER_FIX, Bench


def test_a_new_fix_supersedes_the_active_one_and_history_stays(bench: Bench) -> None:
    first = bench.given_fix()
    second = bench.given_fix(OTHER_FIX)
    assert bench.fix.id == second.id
    old, new = bench.history()
    assert (old.id, old.superseded_at is not None) == (first.id, True)
    assert new.superseded_at is None


def test_a_replaced_proposal_leaves_a_footnote(bench: Bench) -> None:
    bench.given_fix()
    bench.given_fix(OTHER_FIX)
    footnotes = [m.text for m in bench.workspace.messages if m.role is Role.FOOTNOTE]
    assert len(footnotes) == 1
    assert FIX.title in footnotes[0]


def test_the_same_proposal_again_keeps_its_fix(bench: Bench) -> None:
    first = bench.given_fix()
    assert bench.given_fix().id == first.id
    assert len(bench.history()) == 1


def test_pending_needs_to_say_what_it_waits_for(bench: Bench) -> None:
    fix = bench.given_applied_fix()
    with pytest.raises(UserError, match="waiting on"):
        bench.fixes.record_outcome(fix.id, Outcome.PENDING, "  ")
    assert bench.fix.status is FixStatus.PROPOSED


def test_a_terminal_fix_takes_no_other_outcome(bench: Bench) -> None:
    fix = bench.given_applied_fix()
    bench.fixes.record_outcome(fix.id, Outcome.FAILED)
    with pytest.raises(Conflict):
        bench.fixes.record_outcome(fix.id, Outcome.SUCCESS)


def test_a_superseded_fix_cannot_be_dismissed(bench: Bench) -> None:
    first = bench.given_fix()
    bench.given_fix(OTHER_FIX)
    with pytest.raises(Conflict):
        bench.fixes.dismiss(first.id)


def test_a_decision_needs_a_drafted_script(bench: Bench) -> None:
    fix = bench.given_fix()
    with pytest.raises(Conflict, match="script template"):
        bench.fixes.decide(fix.id, Decision.ONE_OFF)
    assert bench.fix.applied_at is None


def test_one_off_declares_a_run_and_building_a_template_does_not(bench: Bench) -> None:
    fix = bench.given_fix()
    bench.fixes.attach_script(fix.id, "Get-Date")
    bench.fixes.decide(fix.id, Decision.BUILD_TEMPLATE)
    assert bench.fix.applied_at is None
    bench.fixes.decide(fix.id, Decision.ONE_OFF)
    assert bench.fix.applied_at is not None


def test_a_dismissed_fix_comes_back_in_place_of_the_newer_one(bench: Bench) -> None:
    first = bench.given_fix()
    bench.fixes.dismiss(first.id)
    assert [fix.id for fix in bench.workspace.parked] == [first.id]
    second = bench.given_fix(OTHER_FIX)
    bench.fixes.restore(first.id)
    assert bench.fix.id == first.id
    assert bench.fix.status is FixStatus.PROPOSED
    assert bench.workspace.banner is BannerMode.PROPOSED
    assert [fix.id for fix in bench.history() if fix.superseded_at] == [second.id]


def test_an_outcome_proposal_never_changes_the_status(bench: Bench) -> None:
    fix = bench.given_applied_fix()
    proposal = ProposedOutcome(fix_id=fix.id, result=ProposedResult.SUCCESS, reason="said so")
    bench.say(Turn(outcome=proposal))
    assert bench.fix.status is FixStatus.PROPOSED
    assert bench.workspace.banner is BannerMode.AI_CONFIRMING


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (ProposedResult.SUCCESS, FixStatus.APPLIED_SUCCESS),
        (ProposedResult.FAILURE, FixStatus.APPLIED_FAILED),
        (ProposedResult.PARTIAL, FixStatus.APPLIED_PARTIAL),
    ],
)
def test_confirming_a_proposal_records_it(
    bench: Bench, result: ProposedResult, status: FixStatus
) -> None:
    fix = bench.given_applied_fix()
    bench.say(Turn(outcome=ProposedOutcome(fix_id=fix.id, result=result, reason="half of it")))
    bench.fixes.confirm_proposal(fix.id)
    assert bench.fix.status is status
    assert bench.fix.ai_outcome_proposal is None


def test_nothing_to_confirm_is_a_conflict(bench: Bench) -> None:
    fix = bench.given_applied_fix()
    with pytest.raises(Conflict):
        bench.fixes.confirm_proposal(fix.id)


def test_three_messages_after_the_fix_the_banner_nudges_until_silenced(bench: Bench) -> None:
    fix = bench.given_applied_fix()
    modes = []
    for text in ("Rebooting", "Signing in", "Nearly there"):
        bench.conversation.send(bench.id, text)
        modes.append(bench.workspace.banner)
    assert modes == [BannerMode.VERIFYING, BannerMode.VERIFYING, BannerMode.NUDGE]
    bench.fixes.still_checking(fix.id)
    modes = [bench.workspace.banner]
    for text in ("One", "Two", "Three"):
        bench.conversation.send(bench.id, text)
        modes.append(bench.workspace.banner)
    assert modes == [BannerMode.VERIFYING] * 3 + [BannerMode.NUDGE]


def test_every_step_leaves_an_event(bench: Bench) -> None:
    fix = bench.given_applied_fix()
    bench.fixes.record_outcome(fix.id, Outcome.PARTIAL, "half")
    bench.fixes.resume_partial(fix.id)
    bench.fixes.record_outcome(fix.id, Outcome.SUCCESS)
    assert bench.events(fix.id) == [
        "proposed",
        "applied",
        "applied_partial",
        "resumed",
        "applied_success",
    ]
