"""The lane of an earlier moment, kind of row by kind of row. The moment is a quarter past noon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.ids import new_id
from core.scripts.model import Language, ScriptGeneration
from core.sessions.branches import LaneRecord, as_of, kept_messages, moment_of
from core.sessions.facts import Fact, SourceType
from core.sessions.fix_history import proposal_payload, replay
from core.sessions.fixes import (
    Decision,
    Fix,
    FixEvent,
    FixStatus,
    OutcomeProposal,
    ProposedResult,
)
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.messages import Message, Role
from tests.unit.rows import ACCOUNT, SESSION, USER, a_check, a_fact, a_fix, a_question, a_run, after

BEFORE, MOMENT, LATER = after(10), after(15), after(20)
BELIEF = OutcomeProposal(ProposedResult.SUCCESS, "said so")


def a_record(
    items: Sequence[LaneItem] = (),
    facts: Sequence[Fact] = (),
    runs: Sequence[CheckRun] = (),
    fixes: Sequence[Fix] = (),
    events: Sequence[FixEvent] = (),
) -> LaneRecord:
    return LaneRecord(
        items=tuple(items),
        facts=tuple(facts),
        runs=tuple(runs),
        fixes=tuple(fixes),
        events=tuple(events),
        scripts=(),
    )


def an_event(fix: Fix, event: str, at: datetime, **payload: object) -> FixEvent:
    return FixEvent(
        id=new_id(),
        account_id=ACCOUNT,
        session_id=SESSION,
        fix_id=fix.id,
        event=event,
        payload=payload,
        at=at,
    )


def a_message(position: int, at: datetime, role: Role = Role.ENGINEER) -> Message:
    return Message(
        id=new_id(),
        account_id=ACCOUNT,
        session_id=SESSION,
        position=position,
        role=role,
        text="",
        created_at=at,
    )


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (a_question(), (LaneStatus.OPEN, "", "")),
        (
            a_question(status=LaneStatus.ANSWERED, answer="Today", closed_at=BEFORE),
            (LaneStatus.ANSWERED, "Today", ""),
        ),
        (
            a_question(status=LaneStatus.ANSWERED, answer="Today", closed_at=LATER),
            (LaneStatus.OPEN, "", ""),
        ),
        # What happened at the moment itself belongs to the message.
        (
            a_question(status=LaneStatus.ANSWERED, answer="Today", closed_at=MOMENT),
            (LaneStatus.OPEN, "", ""),
        ),
        (a_question(status=LaneStatus.SKIPPED, closed_at=BEFORE), (LaneStatus.SKIPPED, "", "")),
        (a_question(status=LaneStatus.SKIPPED, closed_at=LATER), (LaneStatus.OPEN, "", "")),
        (
            replace(a_check(status=LaneStatus.WITHDRAWN, closed_at=BEFORE), became="Clear"),
            (LaneStatus.WITHDRAWN, "", "Clear"),
        ),
        (
            replace(a_check(status=LaneStatus.WITHDRAWN, closed_at=LATER), became="Clear"),
            (LaneStatus.OPEN, "", ""),
        ),
    ],
)
def test_an_item(item: LaneItem, expected: tuple[LaneStatus, str, str]) -> None:
    [was] = as_of(a_record([item]), MOMENT).items
    assert (was.status, was.answer, was.became) == expected
    assert (was.closed_at is None) is (was.status is LaneStatus.OPEN)


@pytest.mark.parametrize("at", [MOMENT, LATER])
def test_what_came_later_is_not_there(at: datetime) -> None:
    item, fix = a_question(), a_fix(created_at=at)
    script = ScriptGeneration(
        id=new_id(),
        account_id=ACCOUNT,
        user_id=USER,
        language=Language.BASH,
        script="true",
        created_at=at,
    )
    record = a_record(
        [replace(item, created_at=at)],
        [a_fact(created_at=at)],
        [a_run(item, started_at=at)],
        [fix],
        [an_event(fix, "proposed", at)],
    )
    assert as_of(replace(record, scripts=(script,)), MOMENT) == a_record()
    assert as_of(record, after(21)) == record


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ({}, (LaneStatus.DONE, "")),
        ({"source": RunSource.REPORTED, "stdout": "Red"}, (LaneStatus.DONE, "Red")),
        ({"source": RunSource.PASTED, "end": RunEnd.PASTED}, (LaneStatus.DONE, "")),
        ({"end": RunEnd.TIMED_OUT}, (LaneStatus.OPEN, "")),
    ],
)
def test_a_check_that_was_run_again(
    earlier: dict[str, object], expected: tuple[LaneStatus, str]
) -> None:
    check = a_check(status=LaneStatus.DONE, answer="Green", closed_at=LATER)
    first = replace(a_run(check, started_at=BEFORE), **earlier)  # type: ignore[arg-type]
    record = a_record([check], runs=[first, a_run(check, started_at=LATER)])
    [was] = as_of(record, MOMENT).items
    assert (was.status, was.answer) == expected


@pytest.mark.parametrize(
    ("promoted", "became"), [(after(11), "Now a fact"), (LATER, ""), (after(9), "")]
)
def test_what_became_of_an_answer(promoted: datetime, became: str) -> None:
    answered = a_question(status=LaneStatus.ANSWERED, answer="Today", closed_at=BEFORE)
    item = replace(answered, became="Now a fact")
    fact = a_fact(source_type=SourceType.QUESTION, source_ref=item.id, created_at=promoted)
    [was] = as_of(a_record([item], [fact]), MOMENT).items
    assert was.became == became


@pytest.mark.parametrize(
    ("deleted", "expected"), [(None, None), (BEFORE, BEFORE), (MOMENT, None), (LATER, None)]
)
def test_a_deleted_fact(deleted: datetime | None, expected: datetime | None) -> None:
    [was] = as_of(a_record(facts=[a_fact(deleted_at=deleted)]), MOMENT).facts
    assert was.deleted_at == expected


def test_an_edited_fact_keeps_its_newest_words() -> None:
    fact = a_fact("In other words", edited_at=LATER)
    assert as_of(a_record(facts=[fact]), MOMENT).facts == (fact,)


def test_a_replaced_fix_is_active_again() -> None:
    old, new = a_fix(superseded_at=LATER), a_fix(created_at=LATER)
    events = [an_event(old, "superseded", LATER), an_event(new, "proposed", LATER)]
    [was] = as_of(a_record(fixes=[old, new], events=events), MOMENT).fixes
    assert was == replace(old, superseded_at=None)


def test_a_fix_that_worked_is_verified_again() -> None:
    fix = a_fix(
        status=FixStatus.APPLIED_SUCCESS, applied_at=after(9), verified_at=after(19), cause="Old"
    )
    events = [an_event(fix, "applied", BEFORE), an_event(fix, "applied_success", LATER)]
    [was] = as_of(a_record(fixes=[fix], events=events), MOMENT).fixes
    assert was == replace(fix, status=FixStatus.PROPOSED, verified_at=None)
    assert was.is_verifying


def test_two_fixes_are_never_active() -> None:
    """The event that replaced the first has a time after the moment: a clock was put back."""
    old, new = a_fix(superseded_at=LATER), a_fix(created_at=after(1))
    record = a_record(fixes=[old, new], events=[an_event(old, "superseded", LATER)])
    assert [fix.is_active for fix in as_of(record, MOMENT).fixes] == [False, True]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], {}),
        ([("dismissed", {"notes": ""})], {"status": "dismissed", "user_decision": "dismissed"}),
        ([("dismissed", {}), ("restored", {})], {}),
        ([("one_off", {})], {"user_decision": "one_off", "applied_at": after(1)}),
        (
            [("applied", {}), ("applied_partial", {"notes": "half"}), ("resumed", {})],
            {"partial_notes": "half", "applied_at": after(1)},
        ),
        (
            [("applied_pending", {"notes": "lunch"})],
            {"status": "applied_pending", "pending_reason": "lunch", "applied_at": after(1)},
        ),
        ([("outcome_proposed", proposal_payload(BELIEF))], {"ai_outcome_proposal": BELIEF}),
        ([("outcome_proposed", proposal_payload(BELIEF)), ("proposal_cleared", {})], {}),
        ([("script_attached", {}), ("something_new", {})], {}),
        # Events of two laptops may contradict each other; what is not possible is left out.
        ([("dismissed", {}), ("applied_success", {})], {"status": "dismissed"}),
    ],
)
def test_a_fix_follows_from_its_events(
    events: list[tuple[str, dict[str, object]]], expected: dict[str, object]
) -> None:
    fix = a_fix(
        drafted_script="Restart-Service",
        status=FixStatus.APPLIED_FAILED,
        user_decision=Decision.ONE_OFF,
        applied_at=after(1),
        failure_reason="no",
    )
    was = replay(fix, [an_event(fix, name, BEFORE, **payload) for name, payload in events])
    fresh: dict[str, object] = {
        "status": "proposed",
        "applied_at": None,
        "partial_notes": "",
        "pending_reason": "",
        "failure_reason": "",
        "ai_outcome_proposal": None,
    }
    assert {name: getattr(was, name) for name in fresh | expected} == fresh | expected


def test_the_moment_of_a_message_is_its_time() -> None:
    before = [a_message(1, BEFORE), a_message(2, MOMENT, Role.FOOTNOTE)]
    assert moment_of(a_message(3, MOMENT), before) == MOMENT


def test_a_clock_that_was_put_back_loses_nothing() -> None:
    before = [a_message(1, BEFORE), a_message(2, LATER)]
    assert LATER < moment_of(a_message(3, MOMENT), before) < after(21)


def test_a_footnote_goes_with_its_turn() -> None:
    note, newer = a_message(1, BEFORE, Role.FOOTNOTE), a_message(2, MOMENT, Role.FOOTNOTE)
    assert kept_messages([note, newer], MOMENT) == [note]
