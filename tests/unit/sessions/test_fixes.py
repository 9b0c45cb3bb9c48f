"""The suggested fix: status and decision, what stamps what, and which notes are needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.outcome import Refused
from core.sessions import fixes
from core.sessions.fixes import (
    Decision,
    Fix,
    FixStatus,
    Outcome,
    OutcomeProposal,
    ProposedResult,
)
from tests.unit.rows import NOON, FixFields, a_fix, after

PROPOSED, SUCCESS, FAILED, PARTIAL, PENDING, DISMISSED = (
    FixStatus.PROPOSED,
    FixStatus.APPLIED_SUCCESS,
    FixStatus.APPLIED_FAILED,
    FixStatus.APPLIED_PARTIAL,
    FixStatus.APPLIED_PENDING,
    FixStatus.DISMISSED,
)
TERMINAL = [SUCCESS, FAILED, DISMISSED]
LIVING = [PROPOSED, PARTIAL, PENDING]
WORKED = OutcomeProposal(ProposedResult.SUCCESS, "ping answers")
SCRIPT_DECISIONS = [Decision.ONE_OFF, Decision.DRAFT_TEMPLATE, Decision.BUILD_TEMPLATE]


def in_status(status: FixStatus) -> Fix:
    """A fix as it is found in a status, with a drafted script."""
    applied = None if status in (PROPOSED, DISMISSED) else after(1)
    verified = after(2) if status in (SUCCESS, FAILED) else None
    return a_fix(status=status, applied_at=applied, verified_at=verified, drafted_script="Set-It")


def test_only_these_statuses_are_terminal() -> None:
    assert [status for status in FixStatus if status.is_terminal] == TERMINAL


def test_every_status_has_words_of_its_own() -> None:
    assert len({status.label for status in FixStatus}) == len(FixStatus)


# --- apply


def test_apply_stamps_the_moment_and_leaves_the_status() -> None:
    fix = a_fix()

    assert fixes.apply(fix, after(1)) == replace(fix, applied_at=after(1))


def test_apply_again_keeps_the_first_moment() -> None:
    fix = a_fix(applied_at=after(1))

    assert fixes.apply(fix, after(9)) == fix


@pytest.mark.parametrize("status", [*TERMINAL, PARTIAL, PENDING])
def test_apply_is_only_possible_while_proposed(status: FixStatus) -> None:
    assert fixes.apply(in_status(status), NOON) == Refused(
        f"Apply is only possible while proposed; this fix is {status.label}."
    )


def test_applied_without_an_outcome_is_verifying() -> None:
    assert not a_fix().is_verifying
    assert a_fix(applied_at=NOON).is_verifying
    assert not any(in_status(status).is_verifying for status in FixStatus)


# --- outcome


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("status", LIVING)
def test_a_living_fix_takes_any_outcome(status: FixStatus, outcome: Outcome) -> None:
    updated = fixes.record_outcome(in_status(status), outcome, "notes", after(5))

    assert isinstance(updated, Fix)
    assert updated.status.value == outcome.value


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("status", TERMINAL)
def test_a_terminal_fix_takes_none(status: FixStatus, outcome: Outcome) -> None:
    assert fixes.record_outcome(in_status(status), outcome, "notes", NOON) == Refused(
        f"The outcome is already recorded: this fix is {status.label}."
    )


# What each outcome writes: the status, which stamps, and where the notes go.
WRITES: dict[Outcome, FixFields] = {
    Outcome.SUCCESS: {"status": SUCCESS, "applied_at": after(5), "verified_at": after(5)},
    Outcome.FAILED: {
        "status": FAILED,
        "applied_at": after(5),
        "verified_at": after(5),
        "failure_reason": "notes",
    },
    Outcome.PARTIAL: {"status": PARTIAL, "applied_at": after(5), "partial_notes": "notes"},
    Outcome.PENDING: {"status": PENDING, "applied_at": after(5), "pending_reason": "notes"},
    Outcome.DISMISSED: {"status": DISMISSED, "user_decision": Decision.DISMISSED},
}


@pytest.mark.parametrize("outcome", Outcome)
def test_what_an_outcome_writes(outcome: Outcome) -> None:
    fix = a_fix()

    updated = fixes.record_outcome(fix, outcome, " notes ", after(5))

    assert updated == replace(fix, **WRITES[outcome])


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_keeps_the_moment_it_was_applied(outcome: Outcome) -> None:
    updated = fixes.record_outcome(a_fix(applied_at=after(1)), outcome, "notes", after(5))

    assert isinstance(updated, Fix)
    assert updated.applied_at == after(1)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_clears_the_proposal(outcome: Outcome) -> None:
    updated = fixes.record_outcome(a_fix(ai_outcome_proposal=WORKED), outcome, "notes", NOON)

    assert isinstance(updated, Fix)
    assert updated.ai_outcome_proposal is None


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_leaves_the_decision_unless_it_dismisses(outcome: Outcome) -> None:
    fix = a_fix(user_decision=Decision.ONE_OFF)

    updated = fixes.record_outcome(fix, outcome, "notes", NOON)

    assert isinstance(updated, Fix)
    expected = Decision.DISMISSED if outcome is Outcome.DISMISSED else Decision.ONE_OFF
    assert updated.user_decision is expected


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.PARTIAL, "Say which part was done and what is left."),
        (Outcome.PENDING, "Say what you are waiting on."),
    ],
)
@pytest.mark.parametrize("notes", ["", "  \n"])
def test_partial_and_pending_need_notes(outcome: Outcome, reason: str, notes: str) -> None:
    assert fixes.record_outcome(a_fix(), outcome, notes, NOON) == Refused(reason, "notes")


@pytest.mark.parametrize("outcome", [Outcome.SUCCESS, Outcome.FAILED, Outcome.DISMISSED])
def test_the_others_need_none(outcome: Outcome) -> None:
    assert isinstance(fixes.record_outcome(a_fix(), outcome, "", NOON), Fix)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)])
def test_notes_have_at_most_500_characters(outcome: Outcome, length: int, fits: bool) -> None:
    updated = fixes.record_outcome(a_fix(), outcome, "x" * length, NOON)

    if fits:
        assert isinstance(updated, Fix)
    else:
        assert updated == Refused("The notes have 501 characters; the limit is 500.", "notes")


def test_repeating_partial_or_pending_updates_the_text() -> None:
    partial = replace(in_status(PARTIAL), partial_notes="old")
    assert fixes.record_outcome(partial, Outcome.PARTIAL, "new", after(5)) == replace(
        partial, partial_notes="new"
    )

    pending = replace(in_status(PENDING), pending_reason="old")
    assert fixes.record_outcome(pending, Outcome.PENDING, "new", after(5)) == replace(
        pending, pending_reason="new"
    )


def test_what_was_said_before_stays_for_the_record() -> None:
    fix = replace(in_status(PARTIAL), partial_notes="one of two", pending_reason="tonight")

    updated = fixes.record_outcome(fix, Outcome.FAILED, "came back", after(5))

    assert isinstance(updated, Fix)
    assert (updated.partial_notes, updated.pending_reason) == ("one of two", "tonight")


# --- script


def test_a_script_is_attached_with_its_parameters_and_stamps_nothing() -> None:
    fix = a_fix()

    assert fixes.attach_script(fix, "Set-It 1", {"Days": 1}, "powershell") == replace(
        fix, drafted_script="Set-It 1", drafted_parameters={"Days": 1}, script_language="powershell"
    )


def test_a_new_script_replaces_the_old_one_and_its_parameters() -> None:
    fix = a_fix(drafted_script="old", drafted_parameters={"a": 1}, script_language="bash")

    assert fixes.attach_script(fix, "new") == replace(
        fix, drafted_script="new", drafted_parameters={}
    )


@pytest.mark.parametrize("status", FixStatus)
def test_only_a_living_fix_takes_a_script(status: FixStatus) -> None:
    outcome = fixes.attach_script(in_status(status), "new")

    if status.is_terminal:
        assert outcome == Refused(
            f"This fix is {status.label}; a script can no longer be attached."
        )
    else:
        assert isinstance(outcome, Fix)


@pytest.mark.parametrize("script", ["", " \n", "x" * 50_001])
def test_a_script_has_1_to_50000_characters(script: str) -> None:
    outcome = fixes.attach_script(a_fix(), script)

    assert isinstance(outcome, Refused)
    assert outcome.field == "script"


def test_the_longest_script_fits() -> None:
    assert isinstance(fixes.attach_script(a_fix(), "x" * 50_000), Fix)


# --- decision


@pytest.mark.parametrize("decision", [Decision.ONE_OFF, Decision.DRAFT_TEMPLATE])
def test_deciding_to_run_declares_the_run(decision: Decision) -> None:
    fix = in_status(PROPOSED)

    assert fixes.decide(fix, decision, after(1)) == replace(
        fix, user_decision=decision, applied_at=after(1)
    )


def test_building_a_template_declares_no_run() -> None:
    fix = in_status(PROPOSED)

    assert fixes.decide(fix, Decision.BUILD_TEMPLATE, after(1)) == replace(
        fix, user_decision=Decision.BUILD_TEMPLATE
    )


@pytest.mark.parametrize("decision", SCRIPT_DECISIONS)
@pytest.mark.parametrize("status", [PARTIAL, PENDING])
def test_deciding_later_keeps_status_and_stamp(status: FixStatus, decision: Decision) -> None:
    fix = in_status(status)

    assert fixes.decide(fix, decision, after(9)) == replace(fix, user_decision=decision)


@pytest.mark.parametrize("decision", [Decision.ONE_OFF, Decision.DRAFT_TEMPLATE])
def test_deciding_again_keeps_the_first_moment(decision: Decision) -> None:
    fix = replace(in_status(PROPOSED), applied_at=after(1))

    assert fixes.decide(fix, decision, after(9)) == replace(fix, user_decision=decision)


@pytest.mark.parametrize("decision", SCRIPT_DECISIONS)
@pytest.mark.parametrize("script", ["", "  \n"])
def test_these_decisions_need_a_script(decision: Decision, script: str) -> None:
    assert fixes.decide(a_fix(drafted_script=script), decision, NOON) == Refused(
        "This fix has no drafted script. Use its script template instead."
    )


@pytest.mark.parametrize("decision", SCRIPT_DECISIONS)
@pytest.mark.parametrize("status", TERMINAL)
def test_nothing_is_decided_after_the_end(status: FixStatus, decision: Decision) -> None:
    assert fixes.decide(in_status(status), decision, NOON) == Refused(
        f"This fix is {status.label}; nothing is left to decide."
    )


@pytest.mark.parametrize("status", LIVING)
def test_dismissing_needs_no_script_and_stamps_nothing(status: FixStatus) -> None:
    fix = replace(in_status(status), drafted_script="")

    assert fixes.decide(fix, Decision.DISMISSED, after(9)) == replace(
        fix, status=DISMISSED, user_decision=Decision.DISMISSED
    )


@pytest.mark.parametrize("status", TERMINAL)
def test_a_terminal_fix_cannot_be_dismissed(status: FixStatus) -> None:
    assert isinstance(fixes.decide(in_status(status), Decision.DISMISSED, NOON), Refused)


@pytest.mark.parametrize(
    "dismiss",
    [
        lambda fix: fixes.decide(fix, Decision.DISMISSED, NOON),
        lambda fix: fixes.record_outcome(fix, Outcome.DISMISSED, "", NOON),
    ],
    ids=["decision", "outcome"],
)
def test_a_replaced_fix_cannot_be_dismissed(dismiss: Callable[[Fix], Fix | Refused]) -> None:
    assert dismiss(a_fix(superseded_at=NOON)) == Refused(
        "This fix was replaced by a newer one; there is nothing to dismiss."
    )


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in Outcome if outcome is not Outcome.DISMISSED]
)
def test_a_replaced_fix_still_takes_its_outcome(outcome: Outcome) -> None:
    assert isinstance(fixes.record_outcome(a_fix(superseded_at=NOON), outcome, "notes", NOON), Fix)


# --- replacing and restoring


@pytest.mark.parametrize("status", FixStatus)
def test_a_newer_fix_replaces_any_other_and_leaves_its_history(status: FixStatus) -> None:
    fix = in_status(status)

    assert fix.is_active
    replaced = fixes.supersede(replace(fix, ai_outcome_proposal=WORKED), after(9))
    assert replaced == replace(fix, superseded_at=after(9))
    assert not replaced.is_active


def test_a_fix_is_replaced_once() -> None:
    assert fixes.supersede(a_fix(superseded_at=NOON), after(9)) == Refused(
        "This fix was already replaced."
    )


def test_a_dismissed_fix_is_restored_as_it_was() -> None:
    fix = a_fix(drafted_script="Set-It")

    dismissed = fixes.decide(fix, Decision.DISMISSED, NOON)
    assert isinstance(dismissed, Fix)
    assert fixes.restore(replace(dismissed, superseded_at=after(3))) == fix


@pytest.mark.parametrize("status", [s for s in FixStatus if s is not DISMISSED])
def test_only_a_dismissed_fix_is_restored(status: FixStatus) -> None:
    assert fixes.restore(in_status(status)) == Refused(
        f"Only a dismissed fix can be restored; this fix is {status.label}."
    )


def test_finishing_a_partial_fix_verifies_again_and_keeps_the_note() -> None:
    fix = replace(in_status(PARTIAL), partial_notes="one of two")

    finished = fixes.resume_partial(fix)
    assert finished == replace(fix, status=PROPOSED)
    assert finished.is_verifying


@pytest.mark.parametrize("status", [s for s in FixStatus if s is not PARTIAL])
def test_only_a_partial_fix_is_finished(status: FixStatus) -> None:
    assert fixes.resume_partial(in_status(status)) == Refused(
        f"Only a partly applied fix can be finished; this fix is {status.label}."
    )


# --- the assistant's opinion


@pytest.mark.parametrize("status", FixStatus)
def test_a_proposed_outcome_never_changes_the_status(status: FixStatus) -> None:
    fix = in_status(status)

    outcome = fixes.propose_outcome(fix, WORKED)

    if status.is_terminal:
        assert outcome == Refused(f"The outcome is already recorded: this fix is {status.label}.")
    else:
        assert outcome == replace(fix, ai_outcome_proposal=WORKED)


@pytest.mark.parametrize("status", FixStatus)
def test_not_yet_drops_the_proposal_and_nothing_else(status: FixStatus) -> None:
    fix = in_status(status)

    assert fixes.clear_proposal(replace(fix, ai_outcome_proposal=WORKED)) == fix
    assert fixes.clear_proposal(fix) == fix
