"""The session: one troubleshooting conversation, and its state machine (domain.md section 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.outcome import Refused

TITLE_LIMIT = 200
REASON_LIMIT = 2000
SUMMARY_LIMIT = 500


class SessionStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    RESOLVED = "resolved"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"

    @classmethod
    def read(cls, stored: str) -> SessionStatus:
        """Older rows say `requesting_escalation`; it means escalated."""
        return cls.ESCALATED if stored == "requesting_escalation" else cls(stored)

    @property
    def label(self) -> str:
        return self.value

    @property
    def is_open(self) -> bool:
        return self in (SessionStatus.ACTIVE, SessionStatus.PAUSED)

    @property
    def is_ended(self) -> bool:
        """Whether a document said to the ticket how it ended."""
        return self in (SessionStatus.RESOLVED, SessionStatus.ESCALATED)


class IntakeKind(StrEnum):
    FREE_TEXT = "free_text"
    TICKET = "ticket"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One row of `sessions`.

    `state_version` counts the writes that change what a note would say.

    branch_of          the session this one was forked from first; None for that one itself
    branch_at          the position of the first message that differs
    is_current_branch  the branch that lists show and that is opened
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    title: str
    status: SessionStatus = SessionStatus.ACTIVE
    state_version: int = 0
    problem_summary: str = ""
    problem_domain: str = ""
    intake_text: str = ""
    intake_kind: IntakeKind = IntakeKind.FREE_TEXT
    client_name: str = ""
    contact_name: str = ""
    priority: str = ""
    psa_connection_id: UUID | None = None
    psa_ticket_id: str = ""
    ticket_context: Mapping[str, object] = field(default_factory=dict)
    resolution_summary: str = ""
    resolved_at: datetime | None = None
    escalation_reason: str = ""
    escalated_to: str = ""
    abandon_reason: str = ""
    branch_of: UUID | None = None
    branch_at: int | None = None
    is_current_branch: bool = True
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_RESOLVABLE = {SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.ESCALATED}
_ESCALATABLE = {SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.RESOLVED}


def one_line(text: str) -> str:
    """A text as one line: line ends, tabs and control characters become single spaces."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _already(session: Session) -> Refused:
    return Refused(f"Session is already {session.status.label}.")


def resolve(session: Session, summary: str, at: datetime) -> Session | Refused:
    """Close with a resolution. Allowed from active, paused and escalated."""
    if session.status not in _RESOLVABLE:
        return _already(session)
    if len(summary) > SUMMARY_LIMIT:
        return Refused(
            f"The summary has {len(summary)} characters; the limit is {SUMMARY_LIMIT}.", "summary"
        )
    return replace(
        session, status=SessionStatus.RESOLVED, resolution_summary=summary, resolved_at=at
    )


def escalate(session: Session, reason: str, target: str = "") -> Session | Refused:
    """Hand over to somebody else, `target` if named. Allowed from active, paused and resolved."""
    if session.status not in _ESCALATABLE:
        return _already(session)
    if len(reason) > REASON_LIMIT:
        return Refused(
            f"The reason has {len(reason):,} characters; the limit is {REASON_LIMIT:,}.", "reason"
        )
    if len(target) > TITLE_LIMIT:
        return Refused(
            f"The name has {len(target)} characters; the limit is {TITLE_LIMIT}.", "target"
        )
    return replace(
        session,
        status=SessionStatus.ESCALATED,
        escalation_reason=reason.strip(),
        escalated_to=one_line(target),
    )


def pause(session: Session) -> Session | Refused:
    """Park an active session; the next message wakes it."""
    if session.status is not SessionStatus.ACTIVE:
        return _already(session)
    return replace(session, status=SessionStatus.PAUSED)


def resume(session: Session) -> Session | Refused:
    """Continue a paused session."""
    if session.status is not SessionStatus.PAUSED:
        return _already(session)
    return replace(session, status=SessionStatus.ACTIVE)


def message_sent(session: Session) -> Session | Refused:
    """The engineer wrote: a paused session becomes active; any other status stays as it is."""
    if session.status is SessionStatus.PAUSED:
        return replace(session, status=SessionStatus.ACTIVE)
    return session


def abandon(session: Session, reason: str = "") -> Session | Refused:
    """Give up on an open session; the reason is optional."""
    if not session.status.is_open:
        return _already(session)
    if len(reason) > REASON_LIMIT:
        return Refused(
            f"The reason has {len(reason):,} characters; the limit is {REASON_LIMIT:,}.", "reason"
        )
    return replace(session, status=SessionStatus.ABANDONED, abandon_reason=reason.strip())


def rename(session: Session, title: str) -> Session | Refused:
    """Give another title, 1-200 characters."""
    title = one_line(title)
    if not title:
        return Refused("A session needs a title.", "title")
    if len(title) > TITLE_LIMIT:
        return Refused(
            f"The title has {len(title)} characters; the limit is {TITLE_LIMIT}.", "title"
        )
    return replace(session, title=title)


def describe(
    session: Session, ticket_id: str, client_name: str, contact_name: str
) -> Session | Refused:
    """Set what the header says about the ticket; each at most 200 characters on one line."""
    values = {"ticket": ticket_id, "client": client_name, "contact": contact_name}
    for name, value in values.items():
        if len(value) > TITLE_LIMIT:
            return Refused(
                f"The {name} has {len(value)} characters; the limit is {TITLE_LIMIT}.", name
            )
    return replace(
        session,
        psa_ticket_id=one_line(ticket_id),
        client_name=one_line(client_name),
        contact_name=one_line(contact_name),
    )
