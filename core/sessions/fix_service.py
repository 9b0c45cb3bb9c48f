"""Commands on the suggested fix (domain.md section 4). Each one leaves an event behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.errors import Conflict
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import Refused, accept
from core.sessions import fixes
from core.sessions.banner import BannerView, silence_nudge
from core.sessions.fix_history import PROPOSAL_CLEARED
from core.sessions.fixes import Decision, Fix, FixEvent, Outcome, ProposedResult
from core.sessions.messages import Message, Role

_OUTCOME_OF = {
    ProposedResult.SUCCESS: Outcome.SUCCESS,
    ProposedResult.FAILURE: Outcome.FAILED,
    ProposedResult.PARTIAL: Outcome.PARTIAL,
}


class FixService:
    """Records decisions and outcomes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def apply(self, fix_id: UUID) -> Changes:
        """ "I did this": stamp `applied_at` once and start verifying."""
        return self._change(fix_id, "applied", fixes.apply)

    def record_outcome(self, fix_id: UUID, outcome: Outcome, notes: str = "") -> Changes:
        """Say whether the fix worked.

        Raises:
            UserError: the notes are missing or too long.
            Conflict: an outcome is already recorded.
        """
        return self._change(
            fix_id,
            outcome.value,
            lambda fix, now: fixes.record_outcome(fix, outcome, notes, now),
            {"notes": notes.strip()},
        )

    def record_verified(self, session_id: UUID) -> Changes:
        """Before Resolve: a fix that is being verified has worked. Any other stays as it is."""
        with self._database.work() as work:
            fix = work.fixes.active(session_id)
            if fix is None or not fix.is_verifying:
                return work.changed(session_id)
            now = self._clock.now()
            worked = accept(fixes.record_outcome(fix, Outcome.SUCCESS, "", now))
            return self._save(work, worked, Outcome.SUCCESS.value)

    def dismiss(self, fix_id: UUID) -> Changes:
        return self.decide(fix_id, Decision.DISMISSED)

    def decide(self, fix_id: UUID, decision: Decision) -> Changes:
        return self._change(
            fix_id, decision.value, lambda fix, now: fixes.decide(fix, decision, now)
        )

    def restore(self, fix_id: UUID) -> Changes:
        """Bring a dismissed fix back; the proposal that took its place is replaced in turn."""
        now = self._clock.now()
        with self._database.work() as work:
            fix = work.fixes.get(fix_id)
            restored = accept(fixes.restore(fix))
            active = work.fixes.active(fix.session_id)
            if active is not None and active.id != fix.id:
                supersede_active(work, active, now)
            return self._save(work, restored, "restored")

    def resume_partial(self, fix_id: UUID) -> Changes:
        """ "Finish it": verify again, with the note kept for the record."""
        return self._change(fix_id, "resumed", lambda fix, now: fixes.resume_partial(fix))

    def attach_script(
        self,
        fix_id: UUID,
        script: str,
        parameters: Mapping[str, object] | None = None,
        language: str = "",
    ) -> Changes:
        return self._change(
            fix_id,
            "script_attached",
            lambda fix, now: fixes.attach_script(fix, script, parameters, language),
        )

    def confirm_proposal(self, fix_id: UUID, notes: str = "") -> Changes:
        """Accept the assistant's outcome proposal as what happened.

        For a partial proposal the assistant's reason becomes the notes when none are given.
        """
        with self._database.work() as work:
            proposal = work.fixes.get(fix_id).ai_outcome_proposal
        if proposal is None:
            raise Conflict("There is no outcome to confirm.")
        outcome = _OUTCOME_OF[proposal.result]
        if outcome is not Outcome.SUCCESS:
            notes = notes or proposal.reason[: fixes.NOTES_LIMIT]
        return self.record_outcome(fix_id, outcome, notes)

    def clear_proposal(self, fix_id: UUID) -> Changes:
        """ "Not yet". It does not change what a note would say, so the version stays."""
        with self._database.work() as work:
            fix = work.fixes.get(fix_id)
            if fix.ai_outcome_proposal is not None:
                work.fixes.save(fixes.clear_proposal(fix))
                add_fix_event(work, fix, PROPOSAL_CLEARED, self._clock.now())
            return work.changed(fix.session_id, Aggregate.FIX)

    def still_checking(self, fix_id: UUID) -> Changes:
        """Silence the nudge for three more messages."""
        with self._database.work() as work:
            fix = work.fixes.get(fix_id)
            since = fix.applied_at or self._clock.now()
            sent = work.messages.engineer_count_since(fix.session_id, since)
            view = work.session_views.of(fix.session_id)
            work.session_views.put(view.with_banner(silence_nudge(view.banner, sent)))
            return work.changed(fix.session_id, Aggregate.VIEW)

    def set_collapsed(self, session_id: UUID, collapsed: bool) -> Changes:
        """Fold the proposal into its strip, or unfold it."""
        with self._database.work() as work:
            view = work.session_views.of(session_id)
            banner = BannerView(collapsed, view.banner.silenced_until)
            work.session_views.put(view.with_banner(banner))
            return work.changed(session_id, Aggregate.VIEW)

    def _change(
        self,
        fix_id: UUID,
        event: str,
        change: Callable[[Fix, datetime], Fix | Refused],
        payload: Mapping[str, object] | None = None,
    ) -> Changes:
        with self._database.work() as work:
            fix = work.fixes.get(fix_id)
            changed = accept(change(fix, self._clock.now()))
            if changed == fix:
                return work.changed(fix.session_id)
            return self._save(work, changed, event, payload)

    def _save(
        self, work: Work, fix: Fix, event: str, payload: Mapping[str, object] | None = None
    ) -> Changes:
        work.fixes.save(fix)
        add_fix_event(work, fix, event, self._clock.now(), payload)
        work.bump(fix.session_id)
        return work.changed(fix.session_id, Aggregate.FIX, Aggregate.SESSION)


def add_fix_event(
    work: Work,
    fix: Fix,
    event: str,
    at: datetime,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Append to the fix's history, from which its state can be derived again."""
    work.fix_events.add(
        FixEvent(
            id=new_id(),
            account_id=fix.account_id,
            session_id=fix.session_id,
            fix_id=fix.id,
            event=event,
            payload=payload or {},
            at=at,
        )
    )


def supersede_active(work: Work, active: Fix, at: datetime) -> None:
    """Replace the active fix and leave the footnote in the conversation."""
    work.fixes.save(accept(fixes.supersede(active, at)))
    add_fix_event(work, active, "superseded", at)
    ending = {
        fixes.FixStatus.PROPOSED: "not tried",
        fixes.FixStatus.APPLIED_FAILED: "did not work",
        fixes.FixStatus.APPLIED_SUCCESS: "worked, the problem came back",
        fixes.FixStatus.APPLIED_PARTIAL: "partly applied",
        fixes.FixStatus.APPLIED_PENDING: "was waiting to verify",
        fixes.FixStatus.DISMISSED: "dismissed",
    }[active.status]
    work.messages.add(
        Message(
            id=new_id(),
            account_id=active.account_id,
            session_id=active.session_id,
            position=work.messages.next_position(active.session_id),
            role=Role.FOOTNOTE,
            text=f"Previous proposal: {active.title} ({ending}). A new one is below.",
            created_at=at,
        )
    )
