"""`state_version` counts exactly the writes that change what a note would say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.checks.runs import RunEnd, RunOutput
from core.copilot.turn import PromotedFact, ProposedOutcome, Turn
from core.sessions.facts import SourceType
from core.sessions.fixes import Decision, Outcome, ProposedResult
from tests.unit.sessions.bench import CHECK, OTHER_FIX, QUESTION, Bench

Prepared = Callable[[], object]


def note_added(bench: Bench) -> Prepared:
    return lambda: bench.facts.add_note(bench.id, "Known for sure")


def note_edited(bench: Bench) -> Prepared:
    fact = bench.given_note()
    return lambda: bench.facts.edit(fact.id, "Known better")


def note_deleted(bench: Bench) -> Prepared:
    fact = bench.given_note()
    return lambda: bench.facts.delete(fact.id)


def note_restored(bench: Bench) -> Prepared:
    fact = bench.given_note()
    bench.facts.delete(fact.id)
    return lambda: bench.facts.restore(fact.id)


def fact_promoted_by_a_turn(bench: Bench) -> Prepared:
    fact = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="The lease is old.")
    return lambda: bench.say(Turn(facts=(fact,)))


def fix_proposed(bench: Bench) -> Prepared:
    return bench.given_fix


def fix_replaced(bench: Bench) -> Prepared:
    bench.given_fix()
    return lambda: bench.given_fix(OTHER_FIX)


def fix_applied(bench: Bench) -> Prepared:
    fix = bench.given_fix()
    return lambda: bench.fixes.apply(fix.id)


def fix_worked(bench: Bench) -> Prepared:
    fix = bench.given_applied_fix()
    return lambda: bench.fixes.record_outcome(fix.id, Outcome.SUCCESS)


def fix_dismissed(bench: Bench) -> Prepared:
    fix = bench.given_fix()
    return lambda: bench.fixes.dismiss(fix.id)


def fix_decided(bench: Bench) -> Prepared:
    fix = bench.given_fix()
    bench.fixes.attach_script(fix.id, "Get-Date")
    return lambda: bench.fixes.decide(fix.id, Decision.BUILD_TEMPLATE)


def script_attached(bench: Bench) -> Prepared:
    fix = bench.given_fix()
    return lambda: bench.fixes.attach_script(fix.id, "Get-Date")


def check_run_recorded(bench: Bench) -> Prepared:
    item = bench.given_item(Turn(checks=(CHECK,)))
    check = bench.lane.check_to_run(item.id)
    output = RunOutput(end=RunEnd.EXITED, stdout="ok", exit_code=0)
    return lambda: bench.lane.record_run(check, output)


def result_pasted(bench: Bench) -> Prepared:
    item = bench.given_item(Turn(checks=(CHECK,)))
    return lambda: bench.lane.paste_result(item.id, "Reply from 10.0.0.1")


COUNTED = [
    note_added,
    note_edited,
    note_deleted,
    note_restored,
    fact_promoted_by_a_turn,
    fix_proposed,
    fix_replaced,
    fix_applied,
    fix_worked,
    fix_dismissed,
    fix_decided,
    script_attached,
    check_run_recorded,
    result_pasted,
]


@pytest.mark.parametrize("prepare", COUNTED)
def test_a_write_that_changes_the_note_counts_once(
    bench: Bench, prepare: Callable[[Bench], Prepared]
) -> None:
    act = prepare(bench)
    before = bench.session.state_version
    act()
    assert bench.session.state_version == before + 1
    assert bench.published[-1].state_version == before + 1


def message_sent(bench: Bench) -> Prepared:
    return lambda: bench.conversation.send(bench.id, "Rebooting")


def draft_kept(bench: Bench) -> Prepared:
    return lambda: bench.conversation.keep_draft(bench.id, "half a sent")


def question_asked(bench: Bench) -> Prepared:
    return lambda: bench.say(Turn(prose="Since when?", questions=(QUESTION,)))


def question_skipped(bench: Bench) -> Prepared:
    item = bench.given_item(Turn(questions=(QUESTION,)))
    return lambda: bench.lane.skip(item.id)


def session_paused(bench: Bench) -> Prepared:
    return lambda: bench.sessions.pause(bench.id)


def outcome_proposed(bench: Bench) -> Prepared:
    fix = bench.given_applied_fix()
    proposal = ProposedOutcome(fix_id=fix.id, result=ProposedResult.SUCCESS, reason="said so")
    return lambda: bench.say(Turn(outcome=proposal))


def proposal_cleared(bench: Bench) -> Prepared:
    outcome_proposed(bench)()
    return lambda: bench.fixes.clear_proposal(bench.fix.id)


def nudge_silenced(bench: Bench) -> Prepared:
    fix = bench.given_applied_fix()
    return lambda: bench.fixes.still_checking(fix.id)


def applied_twice(bench: Bench) -> Prepared:
    fix = bench.given_applied_fix()
    return lambda: bench.fixes.apply(fix.id)


def fact_edited_to_itself(bench: Bench) -> Prepared:
    fact = bench.given_note()
    return lambda: bench.facts.edit(fact.id, fact.text)


def known_fact_promoted_again(bench: Bench) -> Prepared:
    fact = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="The lease is old.")
    bench.say(Turn(facts=(fact,)))
    return lambda: bench.say(Turn(facts=(fact,)))


NOT_COUNTED = [
    message_sent,
    draft_kept,
    question_asked,
    question_skipped,
    session_paused,
    outcome_proposed,
    proposal_cleared,
    nudge_silenced,
    applied_twice,
    fact_edited_to_itself,
    known_fact_promoted_again,
]


@pytest.mark.parametrize("prepare", NOT_COUNTED)
def test_a_write_the_note_does_not_show_does_not_count(
    bench: Bench, prepare: Callable[[Bench], Prepared]
) -> None:
    act = prepare(bench)
    before = bench.session.state_version
    act()
    assert bench.session.state_version == before
