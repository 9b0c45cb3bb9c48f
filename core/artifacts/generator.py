"""Documents written by a model where one may be asked, and by the composer in any case.

What a model wrote is kept in the database with what it was made from: the same state is never
asked about twice, and a text that was paid for is there again without a network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.artifacts.bundle import SessionRecord
from core.artifacts.document_service import DocumentService, Preview, load_record
from core.artifacts.documents import CachedDocument, DocumentKind
from core.artifacts.gather import gather
from core.copilot.desk import CopilotDesk
from core.copilot.ladder import MODELS
from core.copilot.model_assistants import LazyAssistants
from core.copilot.model_thread import ModelThread
from core.copilot.prompts import Prompt
from core.copilot.standing import Standing
from core.db.database import Database, Work
from core.sessions.messages import Rung
from core.sessions.session import IntakeKind
from core.team.client_rules import ModelPolicy

VERSION = 1
"""Counted up whenever the request or what is made of its answer changes."""

PROMPTS = {
    DocumentKind.RESOLUTION_NOTE: Prompt.RESOLUTION_NOTE,
    DocumentKind.ESCALATION_PACKAGE: Prompt.ESCALATION_PACKAGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A text that a model may write. `key` tells from what, with which words and by which model."""

    session_id: UUID
    kind: DocumentKind
    state_version: int
    rung: Rung
    key: str

    @property
    def basis(self) -> str:
        """The part of the key that says from what, whichever model writes."""
        return self.key.split(" ")[0]


@dataclass(frozen=True, slots=True)
class NotWritten:
    """A model was asked in vain.

    why         one sentence; empty when the session changed meanwhile and nobody is to be told
    is_lasting  asking again for the same state would only cost again: the engineer decides
    """

    why: str = ""
    is_lasting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What there is to show when a preview is opened.

    composed  the composer's text, always there
    written   a model's text for this very state
    wanted    a model may write one; with `problem` it did not, and is asked only if told to
    problem   why there is no text of a model although there could be one; empty otherwise
    """

    composed: Preview
    written: Preview | None = None
    wanted: Wanted | None = None
    problem: str = ""


class DocumentGenerator:
    """Opens previews, and has a model write them."""

    def __init__(
        self,
        database: Database,
        documents: DocumentService,
        desk: CopilotDesk,
        assistants: LazyAssistants,
        thread: ModelThread,
    ) -> None:
        self._database = database
        self._documents = documents
        self._desk = desk
        self._assistants = assistants
        self._thread = thread
        self._problems: dict[Wanted, str] = {}

    def open(self, session_id: UUID, kind: DocumentKind) -> Opening:
        """The texts for the session's present state. Asks nobody."""
        with self._database.work() as work:
            record = load_record(work, work.sessions.get(session_id))
            composed = self._documents.compose(work, record, kind)
            standing = self._desk.standing(work, session_id)
            if standing.forced is Rung.PLAYBOOK:
                return Opening(composed=composed)
            wanted = wanted_text(standing, record, kind)
            written = _written(work, record, kind, wanted)
            if written is not None:
                return Opening(
                    composed=composed, written=preview_of(written, record, from_cache=True)
                )
            if wanted is None:
                return Opening(composed=composed, problem=_why_nobody(standing, record))
            return Opening(composed=composed, wanted=wanted, problem=self._problems.get(wanted, ""))

    async def write(self, wanted: Wanted) -> Preview | NotWritten:
        """Have the model write a text, and keep it. Cancelling ends the call.

        A failure is no error here: the composer's text is still there.
        """

        async def write() -> Preview | NotWritten:
            return await self._assistants().documents.write(wanted)

        self._problems.pop(wanted, None)
        result = await self._thread.run(write())
        if isinstance(result, NotWritten) and result.why and result.is_lasting:
            self._problems[wanted] = result.why
        return result


def wanted_text(standing: Standing, record: SessionRecord, kind: DocumentKind) -> Wanted | None:
    """What a model is to write now; None when the playbooks answer in this session."""
    if standing.rung not in MODELS:
        return None
    model = next(state.label for state in standing.rungs if state.rung is standing.rung)
    return Wanted(
        session_id=record.session.id,
        kind=kind,
        state_version=record.session.state_version,
        rung=standing.rung,
        key=f"{basis(record, kind)} {standing.rung} {model}",
    )


def preview_of(cached: CachedDocument, record: SessionRecord, *, from_cache: bool) -> Preview:
    """A model's text as a preview."""
    return Preview(
        session_id=cached.session_id,
        kind=cached.kind,
        markdown=cached.markdown,
        state_version=cached.state_version,
        from_cache=from_cache,
        visibility=cached.kind.visibility,
        ticket_id=record.session.psa_ticket_id,
        rung=Rung(cached.template_hash.split(" ")[1]),
        flags=cached.flags,
    )


def _why_nobody(standing: Standing, record: SessionRecord) -> str:
    """Why no model can be asked, where one is set up and may know the session."""
    is_set_up = any(state.is_configured for state in standing.rungs if state.rung in MODELS)
    may_know = standing.policy is not ModelPolicy.NO_MODEL
    is_sample = record.session.intake_kind is IntakeKind.SAMPLE
    return standing.why if is_set_up and may_know and not is_sample else ""


def _written(
    work: Work, record: SessionRecord, kind: DocumentKind, wanted: Wanted | None
) -> CachedDocument | None:
    """The wanted text, if it is there; any model's when none can be asked now."""
    session, wording = record.session, basis(record, kind)
    texts: Sequence[CachedDocument] = [
        one
        for one in work.document_cache.of_models(session.id, kind, session.state_version)
        if one.template_hash.split(" ")[0] == wording
    ]
    if wanted is not None:
        texts = [one for one in texts if one.template_hash == wanted.key]
    return next(iter(texts), None)


def basis(record: SessionRecord, kind: DocumentKind) -> str:
    """What a text is made from: the bundle and the words of the prompt."""
    made_from = f"model {VERSION} {PROMPTS[kind].wording} {gather(record)!r}"
    return hashlib.sha256(made_from.encode()).hexdigest()[:16]
