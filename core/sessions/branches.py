"""What a session was like at an earlier moment: where a branch begins.

Rows keep when they came and when they ended, and a fix keeps its events; from those the lane of any
moment follows. What the rows do not keep is taken as it is now, or as open again:

- an edited fact has its newest words, and one that was deleted and restored was never away
- a skipped or withdrawn item that was taken up again later is open
- a check that was run again later has lost what its earlier output was read as; the assistant reads
  that output again. If it had none, because it was read from the engineer's words, it is open
- a fix has the script that was attached last
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.outcome import Refused
from core.scripts.model import ScriptGeneration
from core.sessions import fixes
from core.sessions.facts import Fact
from core.sessions.fix_history import replay
from core.sessions.fixes import Fix, FixEvent
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.messages import Message, MessageStatus, Role
from core.sessions.session import Session

_TELLING = (RunEnd.EXITED, RunEnd.PASTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRecord:
    """Every row behind a lane, each kind oldest first. `facts` has the deleted ones too."""

    items: tuple[LaneItem, ...]
    facts: tuple[Fact, ...]
    runs: tuple[CheckRun, ...]
    fixes: tuple[Fix, ...]
    events: tuple[FixEvent, ...]
    scripts: tuple[ScriptGeneration, ...]


def may_fork(session: Session) -> Session | Refused:
    """A branch can begin in an open session only: what is closed was said to the ticket."""
    if session.status.is_open:
        return session
    return Refused(
        f"This session is already {session.status.label}, so it cannot be taken up differently. "
        "Start a new session."
    )


def may_end(session: Session, family: Sequence[Session]) -> Session | Refused:
    """Of all branches of a session only one may say to the ticket how it ended."""
    for other in family:
        if other.id != session.id and other.status.is_ended:
            return Refused(f"Another branch of this session is already {other.status.label}.")
    return session


def moment_of(message: Message, before: Sequence[Message]) -> datetime:
    """When a message came; what happened strictly earlier was known then.

    Messages are in the order of their positions: a clock that was put back does not change it.
    """
    latest = max((one.created_at for one in before), default=message.created_at)
    if latest <= message.created_at:
        return message.created_at
    return latest + timedelta(microseconds=1)


def kept_messages(before: Sequence[Message], moment: datetime) -> list[Message]:
    """The messages a branch begins with, without the notes of the turn that is taken back.

    An answer that is still being written goes on elsewhere; the branch has what there was of it.
    """
    return [
        replace(one, status=MessageStatus.STOPPED) if one.status is MessageStatus.STREAMING else one
        for one in before
        if one.role is not Role.FOOTNOTE or one.created_at < moment
    ]


def as_of(record: LaneRecord, moment: datetime) -> LaneRecord:
    """The lane as it was just before a moment."""
    runs = tuple(run for run in record.runs if run.started_at < moment)
    facts = tuple(_fact_at(one, moment) for one in record.facts if one.created_at < moment)
    events = tuple(event for event in record.events if event.at < moment)
    items = (item for item in record.items if item.created_at < moment)
    proposed = [fix for fix in record.fixes if fix.created_at < moment]
    return LaneRecord(
        items=tuple(_item_at(item, moment, runs, facts) for item in items),
        facts=facts,
        runs=runs,
        fixes=_one_active([_fix_at(fix, events) for fix in proposed], moment),
        events=events,
        scripts=tuple(script for script in record.scripts if script.created_at < moment),
    )


def _fact_at(fact: Fact, moment: datetime) -> Fact:
    was_deleted = fact.deleted_at is not None and fact.deleted_at < moment
    return fact if was_deleted else replace(fact, deleted_at=None)


def _item_at(
    item: LaneItem, moment: datetime, runs: Sequence[CheckRun], facts: Sequence[Fact]
) -> LaneItem:
    told = [run for run in runs if run.lane_item_id == item.id and run.end in _TELLING]
    closed_at = told[-1].started_at if told else item.closed_at
    if item.closed_at is not None and item.closed_at >= moment:
        if not told:
            return replace(item, status=LaneStatus.OPEN, answer="", became="", closed_at=None)
        reported = told[-1].stdout if told[-1].source is RunSource.REPORTED else ""
        item = replace(item, status=LaneStatus.DONE, answer=reported, closed_at=closed_at)
    if item.status in (LaneStatus.OPEN, LaneStatus.WITHDRAWN) or closed_at is None:
        return item
    return item if _is_proven(item.id, closed_at, facts) else replace(item, became="")


def _is_proven(item_id: UUID, closed_at: datetime, facts: Sequence[Fact]) -> bool:
    """Whether a fact followed from how the item was closed."""
    return any(one.source_ref == item_id and one.created_at >= closed_at for one in facts)


def _fix_at(fix: Fix, events: Sequence[FixEvent]) -> Fix:
    return replay(fix, [event for event in events if event.fix_id == fix.id])


def _one_active(history: Sequence[Fix], moment: datetime) -> tuple[Fix, ...]:
    """At most the newest is active, whatever the laptop's clock did to the order of events."""
    newest = next((fix.id for fix in reversed(history) if fix.is_active), None)
    return tuple(fix if fix.id == newest else _replaced(fix, moment) for fix in history)


def _replaced(fix: Fix, moment: datetime) -> Fix:
    superseded = fixes.supersede(fix, moment)
    return fix if isinstance(superseded, Refused) else superseded
