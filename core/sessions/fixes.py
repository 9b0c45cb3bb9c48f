"""The suggested fix: what the engineer decided about it, and whether it worked (domain.md 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.outcome import Refused

TITLE_LIMIT = 200
NOTES_LIMIT = 500
SCRIPT_LIMIT = 50_000


class FixStatus(StrEnum):
    PROPOSED = "proposed"
    APPLIED_SUCCESS = "applied_success"
    APPLIED_FAILED = "applied_failed"
    APPLIED_PARTIAL = "applied_partial"
    APPLIED_PENDING = "applied_pending"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]

    @property
    def is_terminal(self) -> bool:
        return self in (self.APPLIED_SUCCESS, self.APPLIED_FAILED, self.DISMISSED)


_STATUS_LABELS = {
    FixStatus.PROPOSED: "proposed",
    FixStatus.APPLIED_SUCCESS: "marked as worked",
    FixStatus.APPLIED_FAILED: "marked as not working",
    FixStatus.APPLIED_PARTIAL: "partly applied",
    FixStatus.APPLIED_PENDING: "waiting to verify",
    FixStatus.DISMISSED: "dismissed",
}


class Outcome(StrEnum):
    """What an outcome may set the status to."""

    SUCCESS = "applied_success"
    FAILED = "applied_failed"
    PARTIAL = "applied_partial"
    PENDING = "applied_pending"
    DISMISSED = "dismissed"


class Decision(StrEnum):
    ONE_OFF = "one_off"
    DRAFT_TEMPLATE = "draft_template"
    BUILD_TEMPLATE = "build_template"
    DISMISSED = "dismissed"


class ProposedResult(StrEnum):
    """What an assistant may propose as an outcome; it never changes the status."""

    SUCCESS = "success"
    FAILURE = "failure"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class OutcomeProposal:
    result: ProposedResult
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One row of `suggested_fixes`. At most one per session is active (`superseded_at` is empty).

    `steps`, `verify` and `undo` are the GUI way; `drafted_script` is the script way.
    `cause` is what is taken to be wrong, in one sentence; empty when the assistant did not say.
    `origin` is `playbook:<id>/<cause>` for a playbook's fix.
    """

    id: UUID
    account_id: UUID
    session_id: UUID
    title: str
    description: str
    confidence: int
    cause: str = ""
    script_template_slug: str = ""
    drafted_script: str = ""
    drafted_parameters: Mapping[str, object] = field(default_factory=dict)
    script_language: str = ""
    steps: tuple[str, ...] = ()
    verify: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    origin: str = ""
    status: FixStatus = FixStatus.PROPOSED
    user_decision: Decision | None = None
    applied_at: datetime | None = None
    verified_at: datetime | None = None
    superseded_at: datetime | None = None
    partial_notes: str = ""
    pending_reason: str = ""
    failure_reason: str = ""
    ai_outcome_proposal: OutcomeProposal | None = None
    created_at: datetime

    @property
    def is_active(self) -> bool:
        return self.superseded_at is None

    @property
    def is_verifying(self) -> bool:
        return self.status is FixStatus.PROPOSED and self.applied_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixEvent:
    """One row of `fix_events`, append-only: what happened to a fix, and when."""

    id: UUID
    account_id: UUID
    session_id: UUID
    fix_id: UUID
    event: str
    payload: Mapping[str, object] = field(default_factory=dict)
    at: datetime


def supersede(fix: Fix, at: datetime) -> Fix | Refused:
    """A newer proposal takes the place of this one; history stays."""
    if fix.superseded_at is not None:
        return Refused("This fix was already replaced.")
    return replace(fix, superseded_at=at, ai_outcome_proposal=None)


def apply(fix: Fix, at: datetime) -> Fix | Refused:
    """Declare that the engineer ran the fix; verification starts.

    Idempotent: a second declaration keeps the first time.
    Refused unless the fix is still proposed.
    """
    if fix.status is not FixStatus.PROPOSED:
        return Refused(f"Apply is only possible while proposed; this fix is {fix.status.label}.")
    return fix if fix.applied_at else replace(fix, applied_at=at)


def record_outcome(fix: Fix, outcome: Outcome, notes: str, at: datetime) -> Fix | Refused:
    """Say what became of the fix.

    Notes, at most 500 characters, are needed for partial and pending.
    """
    if fix.status.is_terminal:
        return Refused(f"The outcome is already recorded: this fix is {fix.status.label}.")
    if not fix.is_active and outcome is Outcome.DISMISSED:
        return Refused("This fix was replaced by a newer one; there is nothing to dismiss.")
    notes = notes.strip()
    if refused := _check_notes(outcome, notes):
        return refused
    applied_at = fix.applied_at if outcome is Outcome.DISMISSED else fix.applied_at or at
    verified = outcome in (Outcome.SUCCESS, Outcome.FAILED)
    return replace(
        fix,
        status=FixStatus(outcome.value),
        user_decision=Decision.DISMISSED if outcome is Outcome.DISMISSED else fix.user_decision,
        applied_at=applied_at,
        verified_at=at if verified else fix.verified_at,
        partial_notes=notes if outcome is Outcome.PARTIAL else fix.partial_notes,
        pending_reason=notes if outcome is Outcome.PENDING else fix.pending_reason,
        failure_reason=notes if outcome is Outcome.FAILED else fix.failure_reason,
        ai_outcome_proposal=None,
    )


def _check_notes(outcome: Outcome, notes: str) -> Refused | None:
    if len(notes) > NOTES_LIMIT:
        return Refused(
            f"The notes have {len(notes)} characters; the limit is {NOTES_LIMIT}.", "notes"
        )
    if outcome is Outcome.PARTIAL and not notes:
        return Refused("Say which part was done and what is left.", "notes")
    if outcome is Outcome.PENDING and not notes:
        return Refused("Say what you are waiting on.", "notes")
    return None


def attach_script(
    fix: Fix, script: str, parameters: Mapping[str, object] | None = None, language: str = ""
) -> Fix | Refused:
    """Attach a drafted script, 1-50,000 characters. It does not count as applied."""
    if fix.status.is_terminal:
        return Refused(f"This fix is {fix.status.label}; a script can no longer be attached.")
    if not script.strip():
        return Refused("The script is empty.", "script")
    if len(script) > SCRIPT_LIMIT:
        return Refused(
            f"The script has {len(script):,} characters; the limit is {SCRIPT_LIMIT:,}.", "script"
        )
    return replace(
        fix,
        drafted_script=script,
        drafted_parameters=dict(parameters or {}),
        script_language=language or fix.script_language,
    )


def decide(fix: Fix, decision: Decision, at: datetime) -> Fix | Refused:
    """Choose how to act on the fix. One-off and draft-template declare a run and stamp it."""
    if decision is Decision.DISMISSED:
        return record_outcome(fix, Outcome.DISMISSED, "", at)
    if fix.status.is_terminal:
        return Refused(f"This fix is {fix.status.label}; nothing is left to decide.")
    if not fix.drafted_script.strip():
        return Refused("This fix has no drafted script. Use its script template instead.")
    decided = replace(fix, user_decision=decision)
    if decision is Decision.BUILD_TEMPLATE or fix.status is not FixStatus.PROPOSED:
        return decided
    return apply(decided, at)


def resume_partial(fix: Fix) -> Fix | Refused:
    """ "Finish it": go back to verifying with the note kept for the record."""
    if fix.status is not FixStatus.APPLIED_PARTIAL:
        return Refused(
            f"Only a partly applied fix can be finished; this fix is {fix.status.label}."
        )
    return replace(fix, status=FixStatus.PROPOSED)


def propose_outcome(fix: Fix, proposal: OutcomeProposal) -> Fix | Refused:
    """Keep what the assistant believes happened, for the engineer to confirm."""
    if fix.status.is_terminal:
        return Refused(f"The outcome is already recorded: this fix is {fix.status.label}.")
    return replace(fix, ai_outcome_proposal=proposal)


def clear_proposal(fix: Fix) -> Fix:
    """ "Not yet": drop the assistant's outcome proposal. Idempotent."""
    return replace(fix, ai_outcome_proposal=None)


def restore(fix: Fix) -> Fix | Refused:
    """Take back a dismissal, from the pill in the lane or by undo."""
    if fix.status is not FixStatus.DISMISSED:
        return Refused(f"Only a dismissed fix can be restored; this fix is {fix.status.label}.")
    return replace(fix, status=FixStatus.PROPOSED, user_decision=None, superseded_at=None)
