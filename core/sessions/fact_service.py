"""Commands on facts: promote, edit, delete (domain.md section 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.db.database import Database
from core.errors import Conflict, UserError
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import Refused, accept
from core.sessions import facts
from core.sessions.facts import Candidate, Fact, SourceType

DISPUTED_RATE_SESSIONS = 500


class FactService:
    """Keeps what is known. Every command raises the session's state version."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add_note(self, session_id: UUID, text: str, summary: str = "") -> Changes:
        """Store what the engineer knows as a `user_note`."""
        return self.promote(session_id, SourceType.USER_NOTE, text=text, summary=summary)

    def promote(
        self,
        session_id: UUID,
        source_type: SourceType,
        *,
        text: str | None = None,
        raw: str | None = None,
        summary: str = "",
        source_ref: UUID | None = None,
        ai_made: bool = False,
    ) -> Changes:
        """Store a fact from a proposed text, or from a raw input that becomes a candidate.

        Raises:
            UserError: both or neither given, a limit is broken, or the input says nothing.
            Conflict: the source has become a fact already.
        """
        if (text is None) == (raw is None):
            raise UserError("Give either a text or a raw input, not both.", field="text")
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            source = work.lane_items.get(source_ref) if source_ref else None
            question = source.text if source else ""
            if any(
                source and fact.source_ref == source.id
                for fact in work.facts.of_session(session_id)
            ):
                raise Conflict("This is a fact already.")
            if raw is not None:
                candidate = accept(_candidate(source_type, question, raw))
                text, summary = candidate.text, summary or candidate.summary
            fact = Fact(
                id=new_id(),
                account_id=work.account_id,
                session_id=session.id,
                text=text or "",
                summary=summary,
                source_type=source_type,
                source_ref=source_ref,
                ai_made=ai_made,
                created_at=self._clock.now(),
            )
            if not facts.has_substance(fact.text):
                raise UserError("There is nothing in this to keep as a fact.", field="text")
            work.facts.add(accept(facts.check_fact(fact)))
            if source is not None:
                work.lane_items.save(replace(source, became="Now a fact"))
                work.changed(session_id, Aggregate.LANE)
            work.bump(session_id)
            return work.changed(session_id, Aggregate.FACT, Aggregate.SESSION)

    def edit(self, fact_id: UUID, text: str) -> Changes:
        return self._change(fact_id, lambda fact, now: facts.edit(fact, text, now))

    def delete(self, fact_id: UUID) -> Changes:
        return self._change(fact_id, facts.delete)

    def restore(self, fact_id: UUID) -> Changes:
        """Undo a delete."""
        return self._change(fact_id, lambda fact, now: facts.restore(fact))

    def disputed_rate(self) -> float | None:
        """Share of assistant-made facts that were edited or deleted, over the last 500 sessions.

        None while there are none.
        """
        with self._database.work() as work:
            made, disputed = work.facts.disputed_counts(DISPUTED_RATE_SESSIONS)
            return disputed / made if made else None

    def _change(self, fact_id: UUID, change: Callable[[Fact, datetime], Fact | Refused]) -> Changes:
        with self._database.work() as work:
            fact = work.facts.get(fact_id)
            changed = accept(change(fact, self._clock.now()))
            if changed == fact:
                return work.changed(fact.session_id)
            work.facts.save(changed)
            work.bump(fact.session_id)
            return work.changed(fact.session_id, Aggregate.FACT, Aggregate.SESSION)


def _candidate(source_type: SourceType, question: str, raw: str) -> Candidate | Refused:
    if source_type is SourceType.DIAGNOSTIC_CHECK:
        return facts.candidate_from_output(question or "Check", raw)
    if question:
        return facts.candidate_from_answer(question, raw)
    return facts.candidate_from_note(raw)
