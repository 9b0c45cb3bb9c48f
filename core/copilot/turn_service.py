"""Applies an assistant's turn: one transaction, the domain's rules, stable lane ids."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.copilot.sameness import gist
from core.copilot.turn import (
    AnswerRead,
    PromotedFact,
    ProposedCheck,
    ProposedFix,
    ProposedOutcome,
    ProposedQuestion,
    Turn,
    Withdrawal,
)
from core.db.database import Database, Work
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import Refused
from core.sessions import facts, fixes, lane
from core.sessions.facts import Fact, SourceType
from core.sessions.fix_history import OUTCOME_PROPOSED, proposal_payload
from core.sessions.fix_service import add_fix_event, supersede_active
from core.sessions.fixes import Fix, FixStatus, OutcomeProposal
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.messages import Message, Role, Rung

_log = logging.getLogger(__name__)


class TurnService:
    """Turns proposals into rows. What breaks a rule is left out; the rest of the turn stands."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def apply(self, session_id: UUID, turn: Turn, rung: Rung) -> Changes:
        """Store the prose and carry out every proposal that the rules allow."""
        with self._database.work() as work:
            return self.apply_within(work, session_id, turn, rung)

    def apply_within(self, work: Work, session_id: UUID, turn: Turn, rung: Rung) -> Changes:
        """Apply a turn in a transaction of the caller."""
        return _Application(work, session_id, rung, self._clock.now()).carry_out(turn)


class _Application:
    """One turn being applied within one transaction."""

    def __init__(self, work: Work, session_id: UUID, rung: Rung, now: datetime) -> None:
        self._work = work
        self._session_id = session_id
        self._account_id = work.sessions.get(session_id).account_id
        self._rung = rung
        self._now = now
        self._items = {item.id: item for item in work.lane_items.of_session(session_id)}

    def carry_out(self, turn: Turn) -> Changes:
        for read in turn.answers:
            self._read_answer(read)
        promoted = [self._promote(fact) for fact in turn.facts]
        for withdrawal in turn.withdrawals:
            self._withdraw(withdrawal)
        for question in turn.questions:
            self._ask(self._question(question))
        for check in turn.checks:
            self._ask(self._check(check))
        proposed = turn.fix is not None and self._propose(turn.fix)
        if turn.outcome is not None:
            self._propose_outcome(turn.outcome)
        if turn.prose.strip():
            self._say(turn.prose.strip())
        if proposed or any(promoted):
            self._work.bump(self._session_id)
        return self._work.changed(
            self._session_id,
            Aggregate.SESSION,
            Aggregate.MESSAGE,
            Aggregate.LANE,
            Aggregate.FACT,
            Aggregate.FIX,
        )

    def _withdraw(self, withdrawal: Withdrawal) -> None:
        self._change_item(
            withdrawal.item_id, lambda item: lane.withdraw(item, withdrawal.reason, self._now)
        )

    def _read_answer(self, read: AnswerRead) -> None:
        def close(item: LaneItem) -> LaneItem | Refused:
            if item.kind is LaneKind.QUESTION:
                return lane.answer(item, read.result, self._now)
            return lane.complete(item, read.result, self._now)

        self._change_item(read.item_id, close)

    def _promote(self, promoted: PromotedFact) -> bool:
        """Store a fact unless it is refused or already known."""
        if promoted.source_type is SourceType.USER_NOTE:
            return self._left_out("a user note can only come from the engineer")
        source = self._items.get(promoted.source_ref) if promoted.source_ref else None
        fact = Fact(
            id=new_id(),
            account_id=self._account_id,
            session_id=self._session_id,
            text=promoted.text,
            summary=promoted.summary,
            source_type=promoted.source_type,
            source_ref=source.id if source and promoted.source_type.has_source else None,
            source_line=promoted.source_line,
            ai_made=True,
            created_at=self._now,
        )
        checked = facts.check_fact(fact)
        if isinstance(checked, Refused):
            return self._left_out(checked.reason)
        if not facts.has_substance(checked.text) or self._is_known(checked):
            return False
        if self._was_refused(checked):
            return self._left_out("the engineer deleted this fact")
        self._replace_older(checked)
        self._work.facts.add(checked)
        if source is not None:
            self._items[source.id] = self._work.lane_items.save(
                replace(self._items[source.id], became="Now a fact")
            )
        return True

    def _is_known(self, fact: Fact) -> bool:
        """Whether the session has this fact; a new line of proof from its source makes it new."""
        said = gist(fact.text)
        return any(
            gist(other.text) == said
            and (other.source_ref != fact.source_ref or fact.source_line in ("", other.source_line))
            for other in self._work.facts.of_session(self._session_id)
        )

    def _was_refused(self, fact: Fact) -> bool:
        """Whether the engineer deleted this fact, and nothing new has come of its source since."""
        said, source = (
            gist(fact.text),
            self._items.get(fact.source_ref) if fact.source_ref else None,
        )
        newest = source.closed_at if source is not None else None
        return any(
            gist(other.text) == said
            and other.source_ref == fact.source_ref
            and other.deleted_at is not None
            and (newest is None or newest <= other.deleted_at)
            for other in self._work.facts.of_session(self._session_id, deleted=True)
        )

    def _replace_older(self, fact: Fact) -> None:
        """What the result before the newest one of the same source proved no longer holds."""
        source = self._items.get(fact.source_ref) if fact.source_ref else None
        if source is None or source.closed_at is None:
            return
        for older in self._work.facts.of_session(self._session_id):
            if older.source_ref == source.id and older.created_at < source.closed_at:
                self._work.facts.save(replace(older, deleted_at=self._now))

    def _ask(self, wanted: LaneItem) -> None:
        """Add an item, or reopen the one with the same text so that its id stays.

        An item's command never changes: what runs is what the engineer looked at. The same check
        with another command takes the place of the open one.
        """
        same = [one for one in self._items.values() if _ask_alike(one, wanted)]
        known = next((one for one in same if _run_alike(one, wanted)), None)
        if known is None:
            for open_one in (one for one in same if one.status is LaneStatus.OPEN):
                self._withdraw(Withdrawal(item_id=open_one.id, reason="Another command instead"))
            self._items[wanted.id] = self._work.lane_items.add(wanted)
        elif known.status is LaneStatus.WITHDRAWN:
            again = replace(known, status=LaneStatus.OPEN, became="", closed_at=None)
            self._items[known.id] = self._work.lane_items.save(again)

    def _question(self, proposed: ProposedQuestion) -> LaneItem:
        return replace(
            self._blank(LaneKind.QUESTION, proposed.text),
            context=proposed.context,
            why=proposed.why,
            rules_out=proposed.rules_out,
            options=proposed.options,
            origin=proposed.origin,
        )

    def _check(self, proposed: ProposedCheck) -> LaneItem:
        return replace(
            self._blank(LaneKind.CHECK, proposed.label),
            context=proposed.description,
            why=proposed.why,
            rules_out=proposed.rules_out,
            options=proposed.options,
            command=proposed.command,
            shell=proposed.shell,
            origin=proposed.origin,
        )

    def _blank(self, kind: LaneKind, text: str) -> LaneItem:
        return LaneItem(
            id=new_id(),
            account_id=self._account_id,
            session_id=self._session_id,
            position=self._work.lane_items.next_position(self._session_id),
            kind=kind,
            text=text,
            created_at=self._now,
        )

    def _change_item(self, item_id: UUID, change: Callable[[LaneItem], LaneItem | Refused]) -> None:
        item = self._items.get(item_id)
        if item is None:
            self._left_out("it names a lane item of another session")
            return
        changed = change(item)
        if isinstance(changed, Refused):
            self._left_out(changed.reason)
            return
        self._items[item_id] = self._work.lane_items.save(changed)

    def _propose(self, proposed: ProposedFix) -> bool:
        if not proposed.title.strip() or not proposed.description.strip():
            return self._left_out("a fix needs a title and a description")
        if len(proposed.drafted_script) > fixes.SCRIPT_LIMIT:
            self._left_out("the drafted script is too long")
            proposed = replace(proposed, drafted_script="")
        active = self._work.fixes.active(self._session_id)
        if active is not None and _is_same(active, proposed):
            return False
        if active is not None:
            supersede_active(self._work, active, self._now)
        fix = Fix(
            id=new_id(),
            account_id=self._account_id,
            session_id=self._session_id,
            title=proposed.title[: fixes.TITLE_LIMIT],
            description=proposed.description,
            cause=proposed.cause,
            confidence=max(0, min(100, proposed.confidence)),
            script_template_slug=proposed.script_template_slug,
            drafted_script=proposed.drafted_script,
            drafted_parameters=proposed.drafted_parameters,
            script_language=proposed.script_language,
            steps=proposed.steps,
            verify=proposed.verify,
            undo=proposed.undo,
            origin=proposed.origin,
            created_at=self._now,
        )
        self._work.fixes.add(fix)
        add_fix_event(self._work, fix, "proposed", self._now)
        view = self._work.session_views.of(self._session_id)
        self._work.session_views.put(view.with_banner(type(view.banner)()))
        return True

    def _propose_outcome(self, proposed: ProposedOutcome) -> None:
        fix = self._work.fixes.active(self._session_id)
        if fix is None or fix.id != proposed.fix_id:
            self._left_out("the outcome names a fix that is not active")
            return
        proposal = OutcomeProposal(proposed.result, proposed.reason)
        changed = fixes.propose_outcome(fix, proposal)
        if isinstance(changed, Refused):
            self._left_out(changed.reason)
            return
        self._work.fixes.save(changed)
        payload = proposal_payload(proposal)
        add_fix_event(self._work, fix, OUTCOME_PROPOSED, self._now, payload)

    def _say(self, text: str) -> None:
        self._work.messages.add(
            Message(
                id=new_id(),
                account_id=self._account_id,
                session_id=self._session_id,
                position=self._work.messages.next_position(self._session_id),
                role=Role.ASSISTANT,
                text=text,
                rung=self._rung,
                created_at=self._now,
            )
        )

    def _left_out(self, reason: str) -> bool:
        """Note why a proposal was not carried out; a turn is never lost for one bad part."""
        _log.info("turn.left_out rung=%s reason=%s", self._rung.value, reason)
        return False


def _is_same(active: Fix, proposed: ProposedFix) -> bool:
    """A re-emitted proposal keeps the fix, unless it was dismissed or has another script now."""
    return (
        active.status is not FixStatus.DISMISSED
        and active.origin == proposed.origin
        and gist(active.title) == gist(proposed.title[: fixes.TITLE_LIMIT])
        and proposed.drafted_script in ("", active.drafted_script)
    )


def _ask_alike(known: LaneItem, wanted: LaneItem) -> bool:
    return known.kind is wanted.kind and gist(known.text) == gist(wanted.text)


def _run_alike(known: LaneItem, wanted: LaneItem) -> bool:
    """Without a command the check is asked for again as it was."""
    return not wanted.command or wanted.command.split() == known.command.split()
