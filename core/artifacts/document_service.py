"""Preview and confirm the resolution note and the escalation package (domain.md section 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.artifacts.bundle import SessionRecord
from core.artifacts.composer import compose, template_hash
from core.artifacts.documents import (
    CachedDocument,
    Document,
    DocumentKind,
    DocumentOutcome,
    DocumentSource,
    Visibility,
    check_markdown,
)
from core.clock import Clock
from core.db.database import Database, Work
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import accept
from core.sessions import session as transitions
from core.sessions.branches import may_end
from core.sessions.messages import Rung
from core.sessions.session import SUMMARY_LIMIT, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A document as it would be written now.

    from_cache  this state was written about before
    rung        which model wrote it; None for the composer
    flags       pieces of a model's text that the session does not bear out
    """

    session_id: UUID
    kind: DocumentKind
    markdown: str
    state_version: int
    from_cache: bool
    visibility: Visibility
    ticket_id: str
    rung: Rung | None = None
    flags: tuple[str, ...] = ()

    @property
    def source(self) -> DocumentSource:
        return DocumentSource.COMPOSER if self.rung is None else DocumentSource.MODEL


class DocumentService:
    """Documents come from the lane, never from the conversation."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def preview(self, session_id: UUID, kind: DocumentKind) -> Preview:
        """Compose the document for the session's present state, or take it from the cache."""
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            return self.compose(work, load_record(work, session), kind)

    def compose(self, work: Work, record: SessionRecord, kind: DocumentKind) -> Preview:
        """Like `preview`, within a transaction of the caller."""
        session, wording = record.session, template_hash(record)
        key = (session.id, kind, session.state_version, wording)
        cached = work.document_cache.find_text(*key)
        markdown = cached if cached is not None else compose(kind, record)
        if cached is None:
            work.document_cache.store(
                CachedDocument(
                    session_id=session.id,
                    kind=kind,
                    state_version=session.state_version,
                    template_hash=wording,
                    markdown=markdown,
                    created_at=self._clock.now(),
                )
            )
        return Preview(
            session_id=session.id,
            kind=kind,
            markdown=markdown,
            state_version=session.state_version,
            from_cache=cached is not None,
            visibility=kind.visibility,
            ticket_id=session.psa_ticket_id,
        )

    def resolve(
        self, session_id: UUID, markdown: str, state_version: int, summary: str = ""
    ) -> Changes:
        """Confirm the resolution note and close the session.

        Raises:
            UserError: text or summary breaks a limit; nothing is changed.
            Conflict: the session is already resolved or abandoned, or another branch has ended.
        """
        markdown = accept(check_markdown(markdown))
        summary = summary.strip() or first_line(markdown)
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            now = self._clock.now()
            accept(may_end(session, work.sessions.family(session)))
            closed = accept(transitions.resolve(session, summary, now))
            document = self._document(
                closed, DocumentKind.RESOLUTION_NOTE, markdown, summary, state_version, now
            )
            return self._store(work, closed, document, now)

    def escalate(
        self,
        session_id: UUID,
        markdown: str,
        state_version: int,
        reason: str,
        target: str = "",
    ) -> Changes:
        """Confirm the escalation package and hand the session over.

        Raises:
            UserError: text, reason or target breaks a limit; nothing is changed.
            Conflict: the session is already escalated or abandoned, or another branch has ended.
        """
        markdown = accept(check_markdown(markdown))
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            now = self._clock.now()
            accept(may_end(session, work.sessions.family(session)))
            handed = accept(transitions.escalate(session, reason, target))
            document = self._document(
                handed,
                DocumentKind.ESCALATION_PACKAGE,
                markdown,
                first_line(markdown),
                state_version,
                now,
            )
            return self._store(work, handed, document, now)

    def record(self, session_id: UUID) -> SessionRecord:
        """Everything a document is made from."""
        with self._database.work() as work:
            return load_record(work, work.sessions.get(session_id))

    def keep_edit(
        self,
        session_id: UUID,
        kind: DocumentKind | None,
        text: str | None = None,
        version: int | None = None,
    ) -> Changes:
        """Remember the open preview and the engineer's unsaved edit of it."""
        with self._database.work() as work:
            view = work.session_views.of(session_id)
            work.session_views.put(
                replace(view, preview_kind=kind, preview_text=text, preview_version=version)
            )
            return work.changed(session_id, Aggregate.VIEW, initiator="preview")

    def _document(
        self,
        session: Session,
        kind: DocumentKind,
        markdown: str,
        summary: str,
        state_version: int,
        now: datetime,
    ) -> Document:
        local = {
            DocumentKind.RESOLUTION_NOTE: DocumentOutcome.RESOLVED_LOCAL,
            DocumentKind.ESCALATION_PACKAGE: DocumentOutcome.ESCALATED_LOCAL,
        }
        return Document(
            id=new_id(),
            account_id=session.account_id,
            session_id=session.id,
            kind=kind,
            markdown=markdown,
            summary=summary,
            outcome=local[kind],
            visibility=kind.visibility,
            state_version=state_version,
            confirmed_at=now,
        )

    def _store(self, work: Work, session: Session, document: Document, now: datetime) -> Changes:
        work.sessions.save(replace(session, updated_at=now))
        work.documents.add(document)
        view = work.session_views.of(session.id)
        work.session_views.put(
            replace(view, preview_kind=None, preview_text=None, preview_version=None)
        )
        return work.changed(session.id, Aggregate.SESSION, Aggregate.DOCUMENT, Aggregate.VIEW)


def load_record(work: Work, session: Session) -> SessionRecord:
    scripts = work.script_generations.where(session_id=session.id, order="created_at")
    templates = {script.template_id for script in scripts if script.template_id is not None}
    return SessionRecord(
        session=session,
        facts=tuple(work.facts.of_session(session.id)),
        fixes=tuple(work.fixes.history(session.id)),
        lane=tuple(work.lane_items.of_session(session.id)),
        runs=tuple(work.check_runs.of_session(session.id)),
        scripts=tuple(scripts),
        script_runs=tuple(work.script_runs.where(session_id=session.id, order="started_at")),
        schemas={one: work.script_templates.get(one).parameters for one in templates},
    )


def first_line(markdown: str) -> str:
    """The first line of text that is not a heading, cut to the summary's limit."""
    lines = (line.strip() for line in markdown.splitlines())
    text = next((line for line in lines if line and not line.startswith("#")), "")
    return text.lstrip("-* ").strip()[:SUMMARY_LIMIT]
