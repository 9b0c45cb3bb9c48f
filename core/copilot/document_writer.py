"""Has a model write a document, and checks what it wrote before anybody sees it."""

from __future__ import annotations

from dataclasses import dataclass

from core.artifacts.anonymous import without_name
from core.artifacts.bundle import Bundle, SessionRecord
from core.artifacts.document_service import Preview, load_record
from core.artifacts.documents import (
    MARKDOWN_LIMIT,
    CachedDocument,
    DocumentKind,
    DocumentSource,
)
from core.artifacts.gather import gather
from core.artifacts.generator import NotWritten, Wanted, basis, preview_of, wanted_text
from core.artifacts.grounding import check_document
from core.artifacts.model_text import tidied
from core.clock import Clock
from core.copilot.asking import Asking, PreparedCall
from core.copilot.connection import ModelSetup
from core.copilot.desk import CopilotDesk
from core.copilot.failure_words import WORDS
from core.copilot.model import (
    FailureKind,
    ModelAction,
    ModelError,
    ModelReply,
    ModelRequest,
    StopReason,
)
from core.copilot.request.documents import build_document_request
from core.copilot.request.limits import Budget
from core.db.database import Database
from core.db.work import Work

_ACTIONS = {
    DocumentKind.RESOLUTION_NOTE: ModelAction.RESOLUTION_NOTE,
    DocumentKind.ESCALATION_PACKAGE: ModelAction.ESCALATION_PACKAGE,
}
_FREE_AGAIN = (FailureKind.OFFLINE, FailureKind.TLS)
"""Nothing was sent, so trying again costs nothing."""
MOVED_ON = NotWritten()


@dataclass(frozen=True, slots=True)
class _Case:
    record: SessionRecord
    bundle: Bundle


class DocumentWriter:
    """Writes on the model thread."""

    def __init__(self, database: Database, desk: CopilotDesk, asking: Asking, clock: Clock) -> None:
        self._database = database
        self._desk = desk
        self._asking = asking
        self._clock = clock

    async def write(self, wanted: Wanted) -> Preview | NotWritten:
        """Ask for a text, and keep it if it is well-formed and still of the present state."""
        case = await self._database.run(lambda: self._read(wanted))
        if case is None:
            return MOVED_ON
        budget: Budget | None = self._asking.budget(wanted.rung)
        failure = ModelError(FailureKind.TOO_LONG)
        while budget is not None:
            try:
                return await self._attempt(wanted, case, budget)
            except ModelError as error:
                failure = error
                budget = budget.halved() if error.kind is FailureKind.TOO_LONG else None
        return NotWritten(WORDS[failure.kind].title, failure.kind not in _FREE_AGAIN)

    def _read(self, wanted: Wanted) -> _Case | None:
        with self._database.work() as work:
            record = self._present(work, wanted)
            return None if record is None else _Case(record, gather(record))

    def _present(self, work: Work, wanted: Wanted) -> SessionRecord | None:
        """The session, if the same text would be asked for now."""
        record = load_record(work, work.sessions.get(wanted.session_id))
        standing = self._desk.standing(work, wanted.session_id)
        return record if wanted_text(standing, record, wanted.kind) == wanted else None

    async def _attempt(self, wanted: Wanted, case: _Case, budget: Budget) -> Preview | NotWritten:
        action = _ACTIONS[wanted.kind]

        def build(setup: ModelSetup) -> ModelRequest:
            model = setup.model(action.tier)
            return build_document_request(
                wanted.kind, case.bundle, model=model, budget=budget, rung=wanted.rung
            )

        prepared = await self._asking.prepare(wanted.session_id, action, wanted.rung, build)
        reply = await self._asking.send(prepared)
        return await self._database.run(lambda: self._keep(wanted, case, prepared, reply))

    def _keep(
        self, wanted: Wanted, case: _Case, prepared: PreparedCall, reply: ModelReply
    ) -> Preview | NotWritten:
        text = self._text(wanted, case, prepared, reply)
        verdict = check_document(wanted.kind, text, case.bundle)
        with self._database.work() as work:
            self._asking.complete(work, prepared, reply)
            if problem := _problem(reply, text, is_well_formed=verdict.is_well_formed):
                return NotWritten(problem)
            if not self._is_still_of(work, wanted):
                return MOVED_ON
            cached = CachedDocument(
                session_id=wanted.session_id,
                kind=wanted.kind,
                state_version=wanted.state_version,
                template_hash=wanted.key,
                markdown=text,
                source=DocumentSource.MODEL,
                flags=verdict.flags,
                created_at=self._clock.now(),
            )
            work.document_cache.store(cached)
            return preview_of(cached, case.record, from_cache=False)

    def _is_still_of(self, work: Work, wanted: Wanted) -> bool:
        """Whether the session is as it was. That the money ran out meanwhile does not matter."""
        record = load_record(work, work.sessions.get(wanted.session_id))
        return (
            record.session.state_version == wanted.state_version
            and basis(record, wanted.kind) == wanted.basis
        )

    def _text(self, wanted: Wanted, case: _Case, prepared: PreparedCall, reply: ModelReply) -> str:
        """What the model wrote: terms filled in, no secrets, no name of the contact."""
        said = prepared.redactor.restore(reply.text, secrets=False)
        return tidied(wanted.kind, without_name(case.record.session.contact_name)(said))


def _problem(reply: ModelReply, text: str, *, is_well_formed: bool) -> str:
    """Why a text is not taken, in one sentence; empty when it is."""
    if reply.stop_reason is StopReason.DECLINED:
        return "The model declined to write this."
    if reply.stop_reason is StopReason.OUT_OF_TOKENS:
        return "The model’s text broke off before its end."
    if not is_well_formed:
        return "The model did not keep to the sections of this document."
    if len(text) > MARKDOWN_LIMIT:
        return "The model’s text is longer than a document may be."
    return ""
