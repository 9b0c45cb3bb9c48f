"""Draft templates: scripts of sessions that may become templates (domain.md 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.errors import Conflict
from core.events import Aggregate, Changes
from core.ids import new_id
from core.scripts.model import (
    NAME_LIMIT,
    DraftStatus,
    DraftTemplate,
    Language,
    Parameter,
    TemplateOrigin,
)
from core.scripts.template_content import TemplateContent
from core.scripts.template_service import add_template
from core.sessions.fixes import Fix

PROMPT_PREFERENCE = "templatize_prompt_enabled"
"""Whether pending drafts are offered after Resolve; a preference of the account."""


class DraftService:
    """The queue of drafts. A draft is decided once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def pending(self) -> tuple[DraftTemplate, ...]:
        """Drafts nobody decided about, oldest first."""
        with self._database.work() as work:
            return tuple(work.draft_templates.pending())

    def offered_after(self, session_id: UUID) -> tuple[DraftTemplate, ...]:
        """The drafts to offer when a session is resolved: none if the account wants no offers."""
        with self._database.work() as work:
            if work.preferences.document().get(PROMPT_PREFERENCE) is False:
                return ()
            drafts = work.draft_templates.pending()
            return tuple(draft for draft in drafts if draft.session_id == session_id)

    def is_asking(self) -> bool:
        """Whether drafts are offered after Resolve; they are, unless the account said no."""
        with self._database.work() as work:
            return work.preferences.document().get(PROMPT_PREFERENCE) is not False

    def ask(self, asks: bool) -> Changes:
        """Offer drafts after Resolve, or not any more; for the whole account."""
        with self._database.work() as work:
            work.preferences.merge({PROMPT_PREFERENCE: asks})
            return work.changed(None, Aggregate.PREFERENCES)

    def accept(self, draft_id: UUID, content: TemplateContent, template_id: UUID) -> Changes:
        """Make a template of a draft, as the engineer edited it.

        Raises:
            UserError: the content is not allowed; `field` says what is wrong.
            Conflict: the draft is already accepted or rejected.
        """
        with self._database.work() as work:
            draft = _pending(work, draft_id)
            now = self._clock.now()
            template = add_template(
                work,
                content,
                template_id,
                origin=TemplateOrigin.SESSION,
                session_id=draft.session_id,
                at=now,
            )
            work.draft_templates.save(
                replace(draft, status=DraftStatus.ACCEPTED, template_id=template.id, decided_at=now)
            )
            return work.changed(draft.session_id, Aggregate.DRAFT_TEMPLATE, Aggregate.TEMPLATE)

    def reject(self, draft_id: UUID) -> Changes:
        """Keep the script where it is; no template is made of it.

        Raises:
            Conflict: the draft is already accepted or rejected.
        """
        with self._database.work() as work:
            draft = _pending(work, draft_id)
            work.draft_templates.save(
                replace(draft, status=DraftStatus.REJECTED, decided_at=self._clock.now())
            )
            return work.changed(draft.session_id, Aggregate.DRAFT_TEMPLATE)


def propose_draft(
    work: Work, fix: Fix, body: str, parameters: tuple[Parameter, ...], at: datetime
) -> DraftTemplate:
    """Queue a fix's script as a draft: the same script waits only once per fix."""
    for draft in work.draft_templates.where(fix_id=fix.id, status=DraftStatus.PENDING):
        if draft.body == body:
            return draft
    work.changed(fix.session_id, Aggregate.DRAFT_TEMPLATE)
    return work.draft_templates.add(
        DraftTemplate(
            id=new_id(),
            account_id=work.account_id,
            user_id=work.user_id,
            session_id=fix.session_id,
            fix_id=fix.id,
            name=fix.title[:NAME_LIMIT],
            description=fix.cause or fix.title,
            language=Language(fix.script_language or Language.POWERSHELL),
            body=body,
            parameters=parameters,
            created_at=at,
        )
    )


def _pending(work: Work, draft_id: UUID) -> DraftTemplate:
    draft = work.draft_templates.get(draft_id)
    if draft.status is not DraftStatus.PENDING:
        raise Conflict(f"This draft is already {draft.status}.")
    return draft
