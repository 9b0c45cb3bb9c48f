"""Commands and queries on whole sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import Refused, accept
from core.sessions import session as transitions
from core.sessions.messages import check_text
from core.sessions.overview import SessionOverview
from core.sessions.session import IntakeKind, Session, one_line

UNTITLED = "New session"
SUMMARY_LENGTH = 2000
_DERIVED_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How a session starts. `title` may be empty; the first message then gives it one."""

    text: str = ""
    kind: IntakeKind = IntakeKind.FREE_TEXT
    title: str = ""
    client_name: str = ""
    contact_name: str = ""
    priority: str = ""
    ticket_id: str = ""
    ticket_context: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was just created."""

    session_id: UUID
    changes: Changes


def title_from(text: str) -> str:
    """The first sentence or line of a text, cut at a word to at most 80 characters."""
    first = next((line for line in text.splitlines() if one_line(line)), "")
    sentence = one_line(first).split(". ")[0].rstrip(".")
    if len(sentence) <= _DERIVED_TITLE_LENGTH:
        return sentence
    return sentence[: _DERIVED_TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def retold(session: Session, before: str, after: str) -> Session:
    """A session whose message says something else: what was taken from that message follows."""
    if session.intake_text.strip() == before:
        session = replace(session, intake_text=after)
    if session.problem_summary == before[:SUMMARY_LENGTH]:
        session = replace(session, problem_summary=after[:SUMMARY_LENGTH])
    if session.title == title_from(before):
        session = replace(session, title=title_from(after) or UNTITLED)
    return session


class SessionService:
    """Creates sessions and moves them through their states."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, intake: Intake) -> Opened:
        """Start an active session.

        Raises:
            UserError: the title or the text is too long; nothing is stored.
        """
        if intake.text:
            accept(check_text(intake.text))
        now = self._clock.now()
        with self._database.work() as work:
            draft = Session(
                id=new_id(),
                account_id=work.account_id,
                user_id=work.user_id,
                title=UNTITLED,
                intake_text=intake.text,
                intake_kind=intake.kind,
                priority=intake.priority,
                ticket_context=intake.ticket_context or {},
                created_at=now,
                updated_at=now,
            )
            title = intake.title or title_from(intake.text) or UNTITLED
            named = accept(transitions.rename(draft, title))
            described = transitions.describe(
                named, intake.ticket_id, intake.client_name, intake.contact_name
            )
            session = work.sessions.add(accept(described))
            return Opened(session.id, work.changed(session.id, Aggregate.SESSION))

    def overview(self) -> list[SessionOverview]:
        """The current branch of every session that is not deleted, newest first."""
        with self._database.work() as work:
            return work.sessions.overview()

    def describe(
        self, session_id: UUID, *, title: str, ticket_id: str, client_name: str, contact_name: str
    ) -> Changes:
        """Set the header's title, ticket reference, client and contact, for every branch.

        Raises:
            UserError: one of them is too long, or the title is empty; `field` says which.
        """

        with self._database.work() as work:
            session = work.sessions.get(session_id)
            has_new_title = title != session.title
            for branch in work.sessions.family(session):
                # A branch may have a title of its own, taken from its first message.
                named = has_new_title or branch.id == session_id
                renamed = accept(transitions.rename(branch, title)) if named else branch
                described = transitions.describe(renamed, ticket_id, client_name, contact_name)
                self._save(work, accept(described))
            return work.changed(session_id)

    def pause(self, session_id: UUID) -> Changes:
        return self._change(session_id, transitions.pause)

    def resume(self, session_id: UUID) -> Changes:
        return self._change(session_id, transitions.resume)

    def abandon(self, session_id: UUID, reason: str = "") -> Changes:
        return self._change(session_id, lambda session: transitions.abandon(session, reason))

    def delete(self, session_id: UUID) -> Changes:
        """Take a session with all its branches out of every list; `restore` brings it back."""
        return self._mark_deleted(session_id, self._clock.now())

    def restore(self, session_id: UUID) -> Changes:
        return self._mark_deleted(session_id, None)

    def _mark_deleted(self, session_id: UUID, at: datetime | None) -> Changes:
        with self._database.work() as work:
            for branch in work.sessions.family(work.sessions.get(session_id)):
                self._save(work, replace(branch, deleted_at=at))
            return work.changed(session_id)

    def _change(
        self, session_id: UUID, transition: Callable[[Session], Session | Refused]
    ) -> Changes:
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            return self._save(work, accept(transition(session)))

    def _save(self, work: Work, session: Session) -> Changes:
        work.sessions.save(replace(session, updated_at=self._clock.now()))
        return work.changed(session.id, Aggregate.SESSION)
