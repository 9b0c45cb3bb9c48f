"""Questions and checks: which item takes what, and when (domain.md section 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.outcome import Refused
from core.sessions import lane
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from tests.unit.rows import NOON, a_check, a_question, after

OPEN, ANSWERED, SKIPPED, DONE, WITHDRAWN = (
    LaneStatus.OPEN,
    LaneStatus.ANSWERED,
    LaneStatus.SKIPPED,
    LaneStatus.DONE,
    LaneStatus.WITHDRAWN,
)
QUESTION, CHECK = LaneKind.QUESTION, LaneKind.CHECK
STATUSES = {
    QUESTION: [OPEN, ANSWERED, SKIPPED, WITHDRAWN],
    CHECK: [OPEN, DONE, SKIPPED, WITHDRAWN],
}

Command = Callable[[LaneItem], LaneItem | Refused]
COMMANDS: dict[str, Command] = {
    "answer": lambda item: lane.answer(item, "yes", NOON),
    "complete": lambda item: lane.complete(item, "yes", NOON),
    "skip": lambda item: lane.skip(item, NOON),
    "reopen": lane.reopen,
    "withdraw": lambda item: lane.withdraw(item, "", NOON),
}
# What a command makes of an item; every pair that is not here is a conflict.
BECOMES: dict[tuple[LaneKind, str], dict[LaneStatus, LaneStatus]] = {
    (QUESTION, "answer"): {OPEN: ANSWERED, SKIPPED: ANSWERED},
    (CHECK, "complete"): {OPEN: DONE, DONE: DONE, SKIPPED: DONE},
    (QUESTION, "skip"): {OPEN: SKIPPED},
    (CHECK, "skip"): {OPEN: SKIPPED},
    (QUESTION, "reopen"): {SKIPPED: OPEN},
    (CHECK, "reopen"): {SKIPPED: OPEN},
    (QUESTION, "withdraw"): {OPEN: WITHDRAWN},
    (CHECK, "withdraw"): {OPEN: WITHDRAWN},
}


def an_item(kind: LaneKind, status: LaneStatus) -> LaneItem:
    make = a_question if kind is QUESTION else a_check
    return make(status=status, closed_at=None if status is OPEN else NOON)


@pytest.mark.parametrize(
    ("kind", "status"), [(kind, status) for kind in LaneKind for status in STATUSES[kind]]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_arrow(command: str, kind: LaneKind, status: LaneStatus) -> None:
    outcome = COMMANDS[command](an_item(kind, status))

    expected = BECOMES.get((kind, command), {}).get(status)
    if expected is not None:
        assert isinstance(outcome, LaneItem)
        assert outcome.status is expected
    elif (kind, command) in BECOMES:
        assert outcome == Refused(f"This {kind.value} is already {status.value}.")
    else:
        assert isinstance(outcome, Refused)
        assert outcome.field == ""


def test_questions_take_answers_and_checks_take_results() -> None:
    assert lane.answer(a_check(), "yes", NOON) == Refused(
        "Only a question takes an answer; a check takes a result."
    )
    assert lane.complete(a_question(), "yes", NOON) == Refused(
        "Only a check takes a result; a question takes an answer."
    )


def test_an_answer_is_kept_trimmed_with_its_moment() -> None:
    item = a_question()

    assert lane.answer(item, "  since nine\n", after(1)) == replace(
        item, status=ANSWERED, answer="since nine", closed_at=after(1)
    )


@pytest.mark.parametrize("text", ["", "  \n\t", "x" * 10_001])
def test_an_answer_has_1_to_10000_characters(text: str) -> None:
    outcome = lane.answer(a_question(), text, NOON)

    assert isinstance(outcome, Refused)
    assert outcome.field == "answer"


def test_the_longest_answer_fits() -> None:
    outcome = lane.answer(a_question(), "x" * 10_000, NOON)

    assert isinstance(outcome, LaneItem)
    assert outcome.answer == "x" * 10_000


def test_the_newest_result_of_a_check_stands() -> None:
    item = a_check(status=DONE, answer="no address", closed_at=NOON)

    assert lane.complete(item, "", after(9)) == replace(item, answer="", closed_at=after(9))


def test_a_skipped_item_is_closed_and_a_reopened_one_is_not() -> None:
    item = a_question()
    skipped = lane.skip(item, after(1))

    assert skipped == replace(item, status=SKIPPED, closed_at=after(1))
    assert lane.reopen(skipped) == item


def test_a_withdrawn_item_says_why() -> None:
    item = a_check()

    assert lane.withdraw(item, "already known", after(1)) == replace(
        item, status=WITHDRAWN, became="already known", closed_at=after(1)
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", LaneKind)
def test_no_command_changes_what_was_asked(command: str, kind: LaneKind) -> None:
    before = an_item(kind, SKIPPED if command == "reopen" else OPEN)

    after_it = COMMANDS[command](before)

    if isinstance(after_it, LaneItem):
        assert (after_it.id, after_it.kind, after_it.text, after_it.command) == (
            *(before.id, before.kind, before.text, before.command),
        )
