"""A turn is applied as far as the rules allow; what breaks one is left out, the rest stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.copilot.turn import (
    AnswerRead,
    PromotedFact,
    ProposedFix,
    ProposedOutcome,
    Turn,
    Withdrawal,
)
from core.ids import new_id
from core.sessions.facts import SourceType
from core.sessions.fixes import ProposedResult
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.messages import Role, Rung
from core.sessions.session_service import Intake
from tests.unit.sessions.bench import CHECK, FIX, QUESTION, Bench


def proven(item: LaneItem, text: str) -> PromotedFact:
    return PromotedFact(source_type=SourceType.DIAGNOSTIC_CHECK, text=text, source_ref=item.id)


def synthesis(text: str) -> PromotedFact:
    return PromotedFact(source_type=SourceType.AI_SYNTHESIS, text=text)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def test_prose_becomes_a_message_of_its_rung(bench: Bench) -> None:
    bench.say(Turn(prose="  Which PC?  "))
    (message,) = bench.workspace.messages
    assert (message.role, message.text, message.rung) == (
        Role.ASSISTANT,
        "Which PC?",
        Rung.PLAYBOOK,
    )


def test_a_turn_without_prose_says_nothing(bench: Bench) -> None:
    bench.say(Turn(questions=(QUESTION,)))
    assert bench.workspace.messages == ()


def test_a_question_asked_again_keeps_its_id(bench: Bench) -> None:
    item = bench.given_item(Turn(questions=(QUESTION,)))
    bench.say(Turn(questions=(replace(QUESTION, why="another reason"),)))
    assert [one.id for one in bench.workspace.lane] == [item.id]


def test_an_open_item_that_is_not_repeated_stays_open(bench: Bench) -> None:
    bench.given_item(Turn(questions=(QUESTION,)))
    bench.say(Turn(checks=(CHECK,)))
    assert [one.status for one in bench.workspace.lane] == [LaneStatus.OPEN] * 2


def test_a_withdrawn_item_that_is_asked_again_opens_with_its_id(bench: Bench) -> None:
    item = bench.given_item(Turn(questions=(QUESTION,)))
    bench.say(Turn(withdrawals=(Withdrawal(item_id=item.id, reason="clear enough"),)))
    assert bench.workspace.lane[0].status is LaneStatus.WITHDRAWN
    bench.say(Turn(questions=(QUESTION,)))
    (again,) = bench.workspace.lane
    assert (again.id, again.status) == (item.id, LaneStatus.OPEN)


def test_a_fact_points_at_its_source_and_the_card_says_so(bench: Bench) -> None:
    item = bench.given_item(Turn(questions=(QUESTION,)))
    bench.lane.answer(item.id, "Today")
    fact = PromotedFact(source_type=SourceType.QUESTION, text="It began today.", source_ref=item.id)
    bench.say(Turn(facts=(fact,)))
    (stored,) = bench.workspace.facts
    assert (stored.source_ref, stored.ai_made) == (item.id, True)
    assert bench.workspace.lane[0].became == "Now a fact"


def test_a_user_note_can_only_come_from_the_engineer(bench: Bench) -> None:
    bench.say(Turn(facts=(PromotedFact(source_type=SourceType.USER_NOTE, text="Trust me."),)))
    assert bench.workspace.facts == ()


def test_an_unknown_source_costs_the_reference_not_the_fact(bench: Bench) -> None:
    fact = PromotedFact(source_type=SourceType.QUESTION, text="It is.", source_ref=new_id())
    bench.say(Turn(facts=(fact,)))
    (stored,) = bench.workspace.facts
    assert stored.source_ref is None


def test_a_synthesis_never_carries_a_source(bench: Bench) -> None:
    item = bench.given_item(Turn(questions=(QUESTION,)))
    fact = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="It is.", source_ref=item.id)
    bench.say(Turn(facts=(fact,)))
    (stored,) = bench.workspace.facts
    assert stored.source_ref is None


@pytest.mark.parametrize("text", ["", "unknown", "x" * 2001])
def test_a_fact_that_breaks_a_rule_is_left_out_alone(bench: Bench, text: str) -> None:
    bad = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text=text)
    good = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="The lease is old.")
    bench.say(Turn(prose="Here is what I see.", facts=(bad, good)))
    assert [fact.text for fact in bench.workspace.facts] == ["The lease is old."]
    assert len(bench.workspace.messages) == 1


def test_a_known_fact_is_not_stored_twice(bench: Bench) -> None:
    fact = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="The lease is old.")
    again = PromotedFact(source_type=SourceType.AI_SYNTHESIS, text="the lease is OLD.")
    bench.say(Turn(facts=(fact, again)))
    assert len(bench.workspace.facts) == 1


def test_a_new_result_replaces_what_the_same_source_proved(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    for text in ("The gateway is silent.", "The gateway answers."):
        bench.lane.report_result(item.id, text)
        bench.say(Turn(facts=(proven(item, text),)))
    assert [fact.text for fact in bench.workspace.facts] == ["The gateway answers."]


def test_one_result_may_prove_another_thing_in_a_later_turn(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    bench.lane.report_result(item.id, "64 bytes from 10.0.0.1")
    bench.say(Turn(facts=(proven(item, "The gateway answers."),)))
    bench.say(Turn(facts=(proven(item, "The gateway is 10.0.0.1."),)))
    assert len(bench.workspace.facts) == 2


@pytest.mark.parametrize(
    "again",
    ["the lease is  OLD", "The lease is old!", "**The lease** is old.", "“The lease is old”"],
)
def test_a_fact_in_other_dress_is_the_same_fact(bench: Bench, again: str) -> None:
    bench.say(Turn(facts=(synthesis("The lease is old."),)))
    bench.say(Turn(facts=(synthesis(again),)))
    assert [fact.text for fact in bench.workspace.facts] == ["The lease is old."]


@pytest.mark.parametrize("other", ["It has -5 dB.", "It has 5.0 dB.", "It has <5 dB."])
def test_a_fact_with_another_value_is_another_fact(bench: Bench, other: str) -> None:
    bench.say(Turn(facts=(synthesis("It has 5 dB."), synthesis(other))))
    assert len(bench.workspace.facts) == 2


def test_a_fact_told_again_without_its_line_keeps_the_line(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    fact = proven(item, "The gateway answers.")
    bench.say(Turn(facts=(replace(fact, source_line="64 bytes from 10.0.0.1"),)))
    bench.say(Turn(facts=(fact,)))
    (stored,) = bench.workspace.facts
    assert stored.source_line == "64 bytes from 10.0.0.1"


def test_a_fact_the_engineer_deleted_stays_deleted(bench: Bench) -> None:
    bench.say(Turn(facts=(synthesis("The lease is old."),)))
    bench.facts.delete(bench.workspace.facts[0].id)
    bench.say(Turn(facts=(synthesis("the lease is old"),)))
    assert bench.workspace.facts == ()


def test_a_deleted_fact_comes_back_when_a_new_result_proves_it(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    bench.lane.report_result(item.id, "The gateway answers.")
    bench.say(Turn(facts=(proven(item, "The gateway answers."),)))
    bench.facts.delete(bench.workspace.facts[0].id)
    bench.say(Turn(facts=(proven(item, "The gateway answers."),)))
    assert bench.workspace.facts == ()
    bench.lane.report_result(item.id, "The gateway answers.")
    bench.say(Turn(facts=(proven(item, "The gateway answers."),)))
    assert len(bench.workspace.facts) == 1


def test_a_source_in_another_session_is_dropped(bench: Bench) -> None:
    foreign = bench.given_item(Turn(checks=(CHECK,)))
    other = bench.sessions.create(Intake(text="Another one")).session_id
    bench.turns.apply(other, Turn(facts=(proven(foreign, "It answers."),)), Rung.CLOUD)
    (stored,) = bench.workspace_of(other).facts
    assert stored.source_ref is None
    assert bench.workspace.lane[0].became == ""


def test_the_same_check_in_other_dress_keeps_its_id(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    bench.say(Turn(checks=(replace(CHECK, label="ping the Gateway.", command=" ping  gateway"),)))
    bench.say(Turn(checks=(replace(CHECK, command="", shell=""),)))
    assert [one.id for one in bench.workspace.lane] == [item.id]


def test_the_command_on_a_card_never_changes_under_the_engineer(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    bench.say(Turn(checks=(replace(CHECK, command="ping -c 9 gateway"),)))
    before, after = bench.workspace.lane
    assert (before.id, before.command, before.status) == (
        item.id,
        CHECK.command,
        LaneStatus.WITHDRAWN,
    )
    assert (after.command, after.status) == ("ping -c 9 gateway", LaneStatus.OPEN)


def test_a_check_with_another_command_leaves_the_old_result(bench: Bench) -> None:
    item = bench.given_item(Turn(checks=(CHECK,)))
    bench.lane.report_result(item.id, "The gateway answers.")
    bench.say(Turn(checks=(replace(CHECK, command="ping -c 9 gateway"),)))
    assert [one.status for one in bench.workspace.lane] == [LaneStatus.DONE, LaneStatus.OPEN]


def test_a_proposal_told_again_keeps_the_fix(bench: Bench) -> None:
    fix = bench.given_fix()
    bench.say(Turn(fix=replace(FIX, title=f"{FIX.title}.", description="In other words.")))
    assert bench.fix.id == fix.id


def test_a_corrected_script_is_a_new_proposal(bench: Bench) -> None:
    fix = bench.given_fix(replace(FIX, drafted_script="Restart-Service Foo"))
    bench.say(Turn(fix=replace(FIX, drafted_script="Restart-Service Bar")))
    assert bench.fix.id != fix.id
    assert bench.fix.drafted_script == "Restart-Service Bar"


def test_words_that_answer_a_question_close_it(bench: Bench) -> None:
    item = bench.given_item(Turn(questions=(QUESTION,)))
    bench.say(Turn(answers=(AnswerRead(item_id=item.id, result="Today"),)))
    (answered,) = bench.workspace.lane
    assert (answered.status, answered.answer) == (LaneStatus.ANSWERED, "Today")


def test_a_lane_item_of_another_session_is_left_alone(bench: Bench) -> None:
    bench.say(Turn(prose="Done.", withdrawals=(Withdrawal(item_id=new_id(), reason="not mine"),)))
    assert len(bench.workspace.messages) == 1


@pytest.mark.parametrize(
    ("confidence", "stored"), [(-5, 0), (0, 0), (83, 83), (100, 100), (250, 100)]
)
def test_confidence_is_clamped(bench: Bench, confidence: int, stored: int) -> None:
    bench.say(Turn(fix=replace(FIX, confidence=confidence)))
    assert bench.fix.confidence == stored


def test_a_long_title_is_cut_at_200(bench: Bench) -> None:
    bench.say(Turn(fix=replace(FIX, title="t" * 300)))
    assert len(bench.fix.title) == 200


@pytest.mark.parametrize("fix", [replace(FIX, title=" "), replace(FIX, description="")])
def test_a_fix_without_title_or_description_is_left_out(bench: Bench, fix: ProposedFix) -> None:
    bench.say(Turn(prose="Try this.", fix=fix))
    assert bench.workspace.fix is None
    assert len(bench.workspace.messages) == 1


def test_a_script_that_is_too_long_costs_the_script_only(bench: Bench) -> None:
    bench.say(Turn(fix=replace(FIX, drafted_script="x" * 50_001)))
    assert (bench.fix.title, bench.fix.drafted_script) == (FIX.title, "")


def test_an_outcome_for_another_fix_is_left_out(bench: Bench) -> None:
    bench.given_applied_fix()
    proposal = ProposedOutcome(fix_id=new_id(), result=ProposedResult.SUCCESS, reason="said so")
    bench.say(Turn(outcome=proposal))
    assert bench.fix.ai_outcome_proposal is None
