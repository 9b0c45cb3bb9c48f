"""Commands and queries on branches. A branch is a session: every rule of sessions is its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.errors import NotFound, UserError
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import accept
from core.sessions import branches
from core.sessions.branch_copy import BranchCopy
from core.sessions.branches import LaneRecord
from core.sessions.family import BranchSummary, summaries
from core.sessions.messages import Message, Role, check_text
from core.sessions.session import Session, SessionStatus
from core.sessions.session_service import Opened, retold
from core.sessions.session_view import SessionView

_COPIED = (
    Aggregate.SESSION,
    Aggregate.MESSAGE,
    Aggregate.ATTACHMENT,
    Aggregate.LANE,
    Aggregate.FACT,
    Aggregate.FIX,
    Aggregate.CHECK_RUN,
)


class BranchService:
    """Takes a session up differently from one of its messages on; nothing of it is lost."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def fork(self, session_id: UUID, position: int, text: str | None = None) -> Opened:
        """Begin a branch at a message and make it the current one.

        At an engineer's message the branch ends with that message, which says `text` instead and
        keeps its files. At an assistant's it ends before it: the assistant is to answer anew. The
        lane is as it was when the message came.

        Raises:
            UserError: the text breaks a rule; nothing is stored.
            Conflict: the session is closed.
            NotFound: there is no such message.
        """
        now = self._clock.now()
        with self._database.work() as work:
            session = accept(branches.may_fork(work.sessions.get(session_id)))
            messages = work.messages.where(session_id=session_id, order="position")
            at, before = _split(messages, position)
            moment = branches.moment_of(at, before)
            kept = branches.kept_messages(before, moment)
            branch = _branch(session, kept, now)
            copy = BranchCopy(branch.id)
            if at.role is Role.ENGINEER:
                said = _reworded(work, at, text, branch, now)
                branch = retold(branch, at.text, said.text)
                kept = [*kept, said]
            _make_current(work, session)
            work.sessions.add(branch)
            _copy_messages(work, session_id, kept, copy)
            _store_lane(work, copy.lane(branches.as_of(_lane(work, session_id), moment)))
            work.placeholders.add(branch.id, work.placeholders.of_session(session_id))
            view = work.session_views.of(session_id)
            work.session_views.put(SessionView(session_id=branch.id, forced_rung=view.forced_rung))
            work.changed(session_id, Aggregate.SESSION)
            return Opened(branch.id, work.changed(branch.id, *_COPIED))

    def switch(self, session_id: UUID) -> Changes:
        """Make a branch the one that lists show; nothing happens when it is."""
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            if session.is_current_branch:
                return work.changed(session_id)
            _make_current(work, session)
            work.sessions.save(replace(session, is_current_branch=True))
            return work.changed(session_id, Aggregate.SESSION)

    def family(self, session_id: UUID) -> tuple[BranchSummary, ...]:
        """Every branch of a session, in the order in which they were begun."""
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            return summaries(work, work.sessions.family(session))


def _split(messages: Sequence[Message], position: int) -> tuple[Message, list[Message]]:
    """The message at a position, and those before it."""
    at = next((one for one in messages if one.position == position), None)
    if at is None:
        raise NotFound("This message is no longer there.")
    if at.role is Role.FOOTNOTE:
        raise UserError("Choose a message of yours or of the assistant.")
    return at, [one for one in messages if one.position < position]


def _branch(session: Session, kept: Sequence[Message], now: datetime) -> Session:
    return replace(
        session,
        id=new_id(),
        status=SessionStatus.ACTIVE,
        state_version=0,
        branch_of=session.branch_of or session.id,
        branch_at=kept[-1].position + 1 if kept else 1,
        is_current_branch=True,
        created_at=now,
        updated_at=now,
    )


def _reworded(
    work: Work, message: Message, text: str | None, branch: Session, now: datetime
) -> Message:
    """The engineer's message as the branch has it."""
    has_files = bool(work.attachments.of_messages([message.id]))
    words = message.text if text is None else accept(check_text(text, has_attachments=has_files))
    return replace(message, position=branch.branch_at or 1, text=words, created_at=now)


def _make_current(work: Work, session: Session) -> None:
    """Take the place of the branch that is current in a session's family."""
    for other in work.sessions.family(session):
        if other.is_current_branch:
            work.sessions.save(replace(other, is_current_branch=False))
            work.changed(other.id, Aggregate.SESSION)


def _copy_messages(work: Work, session_id: UUID, kept: Sequence[Message], copy: BranchCopy) -> None:
    for message in kept:
        work.messages.add(copy.message(message))
    ids = {message.id for message in kept}
    files = work.attachments.where(session_id=session_id, order="created_at")
    copied = {
        file.id: work.attachments.add(copy.attachment(file)).id
        for file in files
        if file.message_id in ids
    }
    for file_id, allowed in work.image_consents.of(list(copied)).items():
        work.image_consents.put(copied[file_id], allowed=allowed)


def _lane(work: Work, session_id: UUID) -> LaneRecord:
    facts = work.facts.where(session_id=session_id, order="created_at")
    return LaneRecord(
        items=tuple(work.lane_items.of_session(session_id)),
        facts=tuple(facts),
        runs=tuple(work.check_runs.of_session(session_id)),
        fixes=tuple(work.fixes.history(session_id)),
        events=tuple(work.fix_events.where(session_id=session_id, order="at")),
        scripts=tuple(work.script_generations.where(session_id=session_id, order="created_at")),
    )


def _store_lane(work: Work, lane: LaneRecord) -> None:
    for item in lane.items:
        work.lane_items.add(item)
    for fact in lane.facts:
        work.facts.add(fact)
    for run in lane.runs:
        work.check_runs.add(run)
    for fix in lane.fixes:
        work.fixes.add(fix)
    for event in lane.events:
        work.fix_events.add(event)
    for script in lane.scripts:
        work.script_generations.add(script)
