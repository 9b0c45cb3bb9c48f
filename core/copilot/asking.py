"""One call of a model, whatever for: redacted, remembered before it is sent, and paid for.

Nothing reaches a model on another way. What is remembered is the very body that is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from uuid import UUID

from core.clock import Clock
from core.copilot.connection import ModelConnections, ModelSetup
from core.copilot.hidden_names import hidden_names
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
from core.copilot.request.limits import Budget, budget_for
from core.copilot.request.tokens import estimate, request_tokens
from core.copilot.standing import ModelReach
from core.db.database import Database, Work
from core.events import Aggregate
from core.ids import new_id
from core.redaction.placeholder import Placeholder
from core.redaction.redactor import Redactor
from core.redaction.turns import redact_request
from core.sessions.messages import Rung
from core.sessions.session import Session
from core.settings.places import Place

BuildRequest = Callable[[ModelSetup], ModelRequest]
_SESSIONS_KEPT = 8
_OUT_OF_REACH = (FailureKind.OFFLINE, FailureKind.TLS, FailureKind.SILENT)


@dataclass(frozen=True, slots=True)
class PreparedCall:
    """A call that is ready to be sent: what leaves, and how to read what comes back."""

    call: ModelCall
    request: ModelRequest
    redactor: Redactor


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What hides the secrets of one session, and which texts it has read."""

    terms: tuple[str, ...]
    redactor: Redactor
    _read: set[int] = field(default_factory=set)

    def learn(self, texts: Iterable[str]) -> None:
        new = [text for text in texts if text and hash(text) not in self._read]
        self.redactor.learn(new)
        self._read.update(map(hash, new))


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
        self._hiding: dict[UUID, _Hiding] = {}

    def budget(self, rung: Rung) -> Budget:
        """How much a request may take, by what a test of the model found."""
        return budget_for(rung, self._connections.setup(rung).context_tokens)

    async def prepare(
        self,
        session_id: UUID | None,
        action: ModelAction,
        rung: Rung,
        build: BuildRequest,
        raw: Iterable[str] = (),
    ) -> PreparedCall:
        """Build a request and take out of it what must not leave. Nothing is stored yet.

        What belongs to no session is redacted on its own, with the terms of every client: nothing
        is remembered from call to call.

        raw  the texts that the request was made from, as far as it cuts them
        """
        setup = self._connections.setup(rung)
        hiding = await self._hiding_of(session_id)
        hiding.learn(raw)
        redactor = hiding.redactor
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

    def stays_here(self, rung: Rung) -> bool:
        """Whether what this model is asked does not leave the laptop."""
        return self._connections.setup(rung).place is Place.LAPTOP

    async def send(
        self, prepared: PreparedCall, on_text: Callable[[str], None] = lambda _: None
    ) -> ModelReply:
        """Remember the call, then make it. Whoever gets the reply stores it with `complete`.

        Raises:
            ModelError: there is no whole answer; the call is remembered as failed.
        """
        rung, heard, used = prepared.call.rung, [0], Usage()

        def hear(text: str) -> None:
            heard[0] += estimate(text)
            on_text(text)

        try:
            await self._database.complete(lambda: self._remember(prepared))
            used = Usage(input_tokens=request_tokens(prepared.request))
            reply = await self._connections.client(rung).ask(prepared.request, hear)
        except ModelError as error:
            if error.kind in _OUT_OF_REACH:
                self._connections.learned(rung, ModelReach.UNREACHABLE)
            guessed = replace(used, output_tokens=heard[0]) if heard[0] else Usage()
            usage = guessed if error.usage == Usage() else error.usage
            await self._end(prepared.call, CallEnd.FAILED, usage, error.kind, error.detail)
            raise
        except asyncio.CancelledError:
            # Nobody reports what was used; a guess, rather too high, keeps the limit honest.
            usage = replace(used, output_tokens=heard[0])
            await self._end(prepared.call, CallEnd.STOPPED, usage)
            raise
        except BaseException:
            await self._end(prepared.call, CallEnd.FAILED, used, FailureKind.INTERRUPTED)
            raise
        self._connections.learned(rung, ModelReach.REACHABLE)
        return reply

    async def failed(self, prepared: PreparedCall, kind: FailureKind, usage: Usage) -> ModelError:
        """Note that a whole reply is of no use; the error to raise."""
        await self._end(prepared.call, CallEnd.FAILED, usage, kind)
        return ModelError(kind, usage=usage)

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

        await self._database.complete(complete)
        return reply, prepared.redactor

    async def ask_growing(
        self,
        session_id: UUID | None,
        action: ModelAction,
        rung: Rung,
        build: BuildRequest,
        on_text: Callable[[str], None],
    ) -> ModelReply:
        """Like `ask`, with the reply as it is read: what was hidden is filled back in.

        on_text  gets the whole text so far, on the model thread

        Raises:
            ModelError: there is no whole answer.
        """
        prepared = await self.prepare(session_id, action, rung, build)
        pieces: list[str] = []

        def grow(piece: str) -> None:
            pieces.append(piece)
            on_text(prepared.redactor.restore("".join(pieces)))

        reply = await self.send(prepared, grow)

        def complete() -> None:
            with self._database.work() as work:
                self.complete(work, prepared, reply)

        await self._database.complete(complete)
        return replace(reply, text=prepared.redactor.restore(reply.text))

    async def ask_apart(
        self,
        action: ModelAction,
        rung: Rung,
        request: ModelRequest,
        on_text: Callable[[str], None],
    ) -> ModelReply:
        """A call that belongs to no session and has nothing to hide; remembered like any other.

        Raises:
            ModelError: there is no whole answer.
        """
        call = ModelCall(
            id=new_id(),
            account_id=self._database.identity.account_id,
            action=action,
            rung=rung,
            address=self._connections.setup(rung).address,
            model=request.model,
            body=self._body_of(request),
            sent_at=self._clock.now(),
        )
        prepared = PreparedCall(call, request, Redactor())
        reply = await self.send(prepared, on_text)

        def complete() -> None:
            with self._database.work() as work:
                self.complete(work, prepared, reply)

        await self._database.complete(complete)
        return reply

    async def _hiding_of(self, session_id: UUID | None) -> _Hiding:
        """The session's redactor; it remembers what it found in the history, so it is kept."""
        if session_id is None:
            return _Hiding((), Redactor((), await self._database.run(self._every_term)))
        known, terms = await self._database.run(lambda: self._hidden(session_id))
        kept = self._hiding.pop(session_id, None)
        if kept is None or kept.terms != terms:
            kept = _Hiding(terms, Redactor(known, terms))
        self._hiding[session_id] = kept
        while len(self._hiding) > _SESSIONS_KEPT:
            self._hiding.pop(next(iter(self._hiding)))
        return kept

    def _hidden(self, session_id: UUID) -> tuple[Sequence[Placeholder], tuple[str, ...]]:
        with self._database.work() as work:
            session = work.sessions.get(session_id)
            return work.placeholders.of_session(session_id), terms_of(work, session)

    def _every_term(self) -> tuple[str, ...]:
        """What stands for any client: what belongs to no session may be about each of them."""
        with self._database.work() as work:
            ruled = [
                (*rules.terms, *hidden_names(rules.client_name, ""))
                for rules in work.client_rules.all()
            ]
            people = {(one.client_name, one.contact_name) for one in work.sessions.where()}
        named = [hidden_names(*both) for both in sorted(people)]
        return tuple(dict.fromkeys(chain.from_iterable((*ruled, *named))))

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

        await self._database.complete(store)

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
    names = hidden_names(session.client_name, session.contact_name)
    return (*(rules.terms if rules is not None else ()), *names)
