"""The branches of one session, told apart by what was said where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from core.db.database import Work
from core.sessions.messages import Message
from core.sessions.session import Session, SessionStatus, one_line

_TEXT_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchSummary:
    """One branch in a list.

    number  counts from 1 in the order in which the branches were begun
    text    the beginning of the first message that differs; empty while there is none
    """

    id: UUID
    number: int
    created_at: datetime
    updated_at: datetime
    text: str
    message_count: int
    status: SessionStatus
    is_current: bool

    @property
    def is_ended(self) -> bool:
        """Whether this is the branch that said to the ticket how the session ended."""
        return self.status.is_ended


class Version(NamedTuple):
    """A message as one branch has it; None while the branch waits for it."""

    session_id: UUID
    message_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkPoint:
    """A message of a session that its other branches have otherwise.

    versions  every version of the message, the oldest first
    shown     which of them this session has, counted from 0
    """

    position: int
    versions: tuple[Version, ...]
    shown: int

    def neighbour(self, step: int) -> Version | None:
        """The version before (-1) or after (1) this one, if there is one."""
        wanted = self.shown + step
        return self.versions[wanted] if 0 <= wanted < len(self.versions) else None


def branches_of(work: Work, session: Session) -> tuple[BranchSummary, ...]:
    """Every branch of a session, itself included; nothing while there is only one."""
    family = work.sessions.family(session)
    return summaries(work, family) if len(family) > 1 else ()


def summaries(work: Work, family: Sequence[Session]) -> tuple[BranchSummary, ...]:
    """What tells the branches apart, in the order in which they were begun."""
    parted = [one.branch_at for one in family if one.branch_at is not None]
    first_parting = min(parted, default=1)
    return tuple(
        _summary(work, one, number, one.branch_at or first_parting)
        for number, one in enumerate(family, start=1)
    )


def fork_points(
    work: Work, session_id: UUID, family: Sequence[BranchSummary]
) -> tuple[ForkPoint, ...]:
    """Where the other branches go another way than this session, in order of position."""
    others = {one.id: one for one in family if one.id != session_id}
    if not others:
        return ()
    parting = work.messages.parting(session_id, list(others))
    points = []
    for position in sorted(set(parting.values())):
        ours = work.messages.spoken_from(session_id, position)
        there = [others[one] for one, at in parting.items() if at == position]
        if ours is not None:
            points.append(_point(work, session_id, ours, position, there))
    return tuple(point for point in points if len(point.versions) > 1)


def _point(
    work: Work, session_id: UUID, ours: Message, position: int, there: Sequence[BranchSummary]
) -> ForkPoint:
    versions: dict[datetime, Version] = {}
    # Of several branches with the same version, the one last worked on stands for it.
    for branch in sorted(there, key=lambda one: one.updated_at):
        message = work.messages.spoken_from(branch.id, position)
        if message is None:
            versions[branch.created_at] = Version(branch.id, None)
        else:
            versions[message.created_at] = Version(branch.id, message.id)
    own = versions[ours.created_at] = Version(session_id, ours.id)
    ordered = [versions[at] for at in sorted(versions)]
    return ForkPoint(position=ours.position, versions=tuple(ordered), shown=ordered.index(own))


def _summary(work: Work, session: Session, number: int, differs_at: int) -> BranchSummary:
    message = work.messages.spoken_from(session.id, differs_at)
    return BranchSummary(
        id=session.id,
        number=number,
        created_at=session.created_at,
        updated_at=session.updated_at,
        text=_shortened(message.text) if message is not None else "",
        message_count=work.messages.count(session.id),
        status=session.status,
        is_current=session.is_current_branch,
    )


def _shortened(text: str) -> str:
    line = one_line(text)
    if len(line) <= _TEXT_LENGTH:
        return line
    return line[: _TEXT_LENGTH - 1].rsplit(" ", 1)[0] + "…"
