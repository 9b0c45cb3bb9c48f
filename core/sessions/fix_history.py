"""A fix as its events made it: the same transitions again, up to any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.outcome import Refused
from core.sessions import fixes
from core.sessions.fixes import (
    Decision,
    Fix,
    FixEvent,
    FixStatus,
    Outcome,
    OutcomeProposal,
    ProposedResult,
)

OUTCOME_PROPOSED = "outcome_proposed"
PROPOSAL_CLEARED = "proposal_cleared"


def replay(fix: Fix, events: Sequence[FixEvent]) -> Fix:
    """The fix after these of its events, oldest first; what it proposes is taken as it is.

    A script attached later stays: events do not tell what it replaced.
    """
    state = replace(
        fix,
        status=FixStatus.PROPOSED,
        user_decision=None,
        applied_at=None,
        verified_at=None,
        superseded_at=None,
        partial_notes="",
        pending_reason="",
        failure_reason="",
        ai_outcome_proposal=None,
    )
    for event in events:
        step = _STEPS.get(event.event)
        after = state if step is None else step(state, event)
        state = state if isinstance(after, Refused) else after
    # Each is stamped once, a moment before its event is.
    return replace(
        state,
        applied_at=fix.applied_at if state.applied_at else None,
        verified_at=fix.verified_at if state.verified_at else None,
    )


def _outcome(fix: Fix, event: FixEvent) -> Fix | Refused:
    notes = str(event.payload.get("notes", ""))
    return fixes.record_outcome(fix, Outcome(event.event), notes, event.at)


def _decision(fix: Fix, event: FixEvent) -> Fix | Refused:
    return fixes.decide(fix, Decision(event.event), event.at)


_STEPS: Mapping[str, Callable[[Fix, FixEvent], Fix | Refused]] = {
    **dict.fromkeys((one.value for one in Decision), _decision),
    **dict.fromkeys((one.value for one in Outcome), _outcome),
    "applied": lambda fix, event: fixes.apply(fix, event.at),
    "resumed": lambda fix, event: fixes.resume_partial(fix),
    "superseded": lambda fix, event: fixes.supersede(fix, event.at),
    "restored": lambda fix, event: fixes.restore(fix),
    OUTCOME_PROPOSED: lambda fix, event: fixes.propose_outcome(fix, _proposal(event)),
    PROPOSAL_CLEARED: lambda fix, event: fixes.clear_proposal(fix),
}
"""What each event did. Those that are missing changed nothing of the state."""


def proposal_payload(proposal: OutcomeProposal) -> dict[str, str]:
    """What the event of a proposed outcome keeps."""
    return {"result": proposal.result.value, "reason": proposal.reason}


def _proposal(event: FixEvent) -> OutcomeProposal:
    result, reason = str(event.payload["result"]), str(event.payload["reason"])
    return OutcomeProposal(ProposedResult(result), reason)
