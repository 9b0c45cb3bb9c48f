"""One call of a model, whatever for: redacted, remembered before it is sent, and paid for.

Nothing reaches a model on another way. What is remembered is the very body that is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.clock import Clock
from core.copilot.connection import ModelConnections, ModelSetup
from core.copilot.model import (
    FailureKind,
    ModelAction,
    ModelError,
    ModelReply,
    ModelRequest,
    Usage,
)
from core.copilot.prices import cost_of
from core.copilot.records import CallEnd, ModelCall
from core.copilot.standing import ModelReach
from core.db.database import Database, Work
from core.events import Aggregate
from core.ids import new_id
from core.redaction.placeholder import Placeholder
from core.redaction.redactor import Redactor
from core.redaction.turns import redact_request
from core.sessions.messages import Rung
from core.sessions.session import Session

BuildRequest = Callable[[ModelSetup], ModelRequest]
_LEAST_NAME = 5
_SESSIONS_KEPT = 8
_OUT_OF_REACH = (FailureKind.OFFLINE, FailureKind.TLS, FailureKind.SILENT)


@dataclass(frozen=True, slots=True)
class PreparedCall:
    """A call that is ready to be sent: what leaves, and how to read what comes back."""

    call: ModelCall
    request: ModelRequest
    redactor: Redactor


class Asking:
    """Prepares calls and sends them, on the model thread."""

    def __init__(
        self,
        database: Database,
        connections: ModelConnections,
        clock: Clock,
        body_of: Callable[[ModelRequest], str],
    ) -> None:
        self._database = database
        self._connections = connections
        self._clock = clock
        self._body_of = body_of
        self._redactors: dict[UUID, tuple[tuple[str, ...], Redactor]] = {}

    async def prepare(
        self, session_id: UUID, action: ModelAction, rung: Rung, build: BuildRequest
    ) -> PreparedCall:
        """Build a request and take out of it what must not leave. Nothing is stored yet."""
        setup = self._connections.setup(rung)
        redactor = await self._redactor(session_id)
        request = redact_request(build(setup), redactor)
        body = self._body_of(request)
        call = ModelCall(
            id=new_id(),
            account_id=self._database.identity.account_id,
            session_id=session_id,
            action=action,
            rung=rung,
            address=setup.address,
            model=request.model,
            body=body,
            redacted=len(redactor.findings(body)),
            sent_at=self._clock.now(),
        )
        return PreparedCall(call, request, redactor)

    async def send(
        self, prepared: PreparedCall, on_text: Callable[[str], None] = lambda _: None
    ) -> ModelReply:
        """Remember the call, then make it. Whoever gets the reply stores it with `complete`.

        Raises:
            ModelError: there is no whole answer; the call is remembered as failed.
        """
        await self._database.run(lambda: self._remember(prepared))
        rung = prepared.call.rung
        try:
            reply = await self._connections.client(rung).ask(prepared.request, on_text)
        except ModelError as error:
            if error.kind in _OUT_OF_REACH:
                self._connections.learned(rung, ModelReach.UNREACHABLE)
            await self._end(prepared.call, CallEnd.FAILED, error.usage, error.kind, error.detail)
            raise
        except asyncio.CancelledError:
            await self._end(prepared.call, CallEnd.STOPPED, Usage())
            raise
        self._connections.learned(rung, ModelReach.REACHABLE)
        return reply

    def complete(self, work: Work, prepared: PreparedCall, reply: ModelReply) -> None:
        """Note what a call used, in the transaction that stores what came of it."""
        ended = self._ended(prepared.call, CallEnd.COMPLETE, reply.usage)
        work.model_calls.save(ended)
        work.changed(ended.session_id, Aggregate.MODEL_CALL)

    async def ask(
        self, session_id: UUID, action: ModelAction, rung: Rung, build: BuildRequest
    ) -> tuple[ModelReply, Redactor]:
        """Prepare, send and complete in one go; the text of the reply is still redacted.

        Raises:
            ModelError: there is no whole answer.
        """
        prepared = await self.prepare(session_id, action, rung, build)
        reply = await self.send(prepared)

        def complete() -> None:
            with self._database.work() as work:
                self.complete(work, prepared, reply)

        await self._database.run(complete)
        return reply, prepared.redactor

    async def _redactor(self, session_id: UUID) -> Redactor:
        """The session's redactor; it remembers what it found in the history, so it is kept."""
        known, terms = await self._database.run(lambda: self._hidden(session_id))
        kept = self._redactors.pop(session_id, None)
        redactor = kept[1] if kept is not None and kept[0] == terms else Redactor(known, terms)
        self._redactors[session_id] = terms, redactor
        while len(self._redactors) > _SESSIONS_KEPT:
            self._redactors.pop(next(iter(self._redactors)))
        return redactor

    def _hidden(self, session_id: UUID) -> tuple[Sequence[Placeholder], tuple[str, ...]]:
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            return work.placeholders.of_session(session_id), terms_of(work, session)

    def _remember(self, prepared: PreparedCall) -> None:
        with self._database.work() as work:
            call = prepared.call
            if call.session_id is not None:
                work.placeholders.add(call.session_id, prepared.redactor.made)
            work.model_calls.add(call)
            work.changed(call.session_id, Aggregate.MODEL_CALL)

    async def _end(
        self,
        call: ModelCall,
        end: CallEnd,
        usage: Usage,
        failure: FailureKind | None = None,
        detail: str = "",
    ) -> None:
        def store() -> None:
            with self._database.work() as work:
                ended = self._ended(call, end, usage)
                work.model_calls.save(replace(ended, failure=failure, detail=detail[:2000]))
                work.changed(call.session_id, Aggregate.MODEL_CALL)

        await self._database.run(store)

    def _ended(self, call: ModelCall, end: CallEnd, usage: Usage) -> ModelCall:
        return replace(
            call,
            end=end,
            ended_at=self._clock.now(),
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cache_read_tokens,
            cache_creation_tokens=usage.cache_creation_tokens,
            cost=cost_of(call.rung, call.model, usage),
        )


def terms_of(work: Work, session: Session) -> tuple[str, ...]:
    """The words that stand for the client: its dictionary, its name, and the contact's."""
    rules = work.client_rules.of_client(session.client_name) if session.client_name else None
    contact = session.contact_name.replace(",", " ").split()
    names = [session.client_name, " ".join(contact), *(n for n in contact if len(n) >= _LEAST_NAME)]
    return (*(rules.terms if rules is not None else ()), *(name for name in names if name.strip()))
