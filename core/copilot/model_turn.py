"""One turn of a model, from the snapshot of a session to the proposals in its lane."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

from core.bus import Bus
from core.clock import Clock
from core.copilot.asking import Asking, PreparedCall
from core.copilot.attempt import Attempt
from core.copilot.connection import ModelSetup
from core.copilot.knowledge import Knowledge, KnowledgeQuery
from core.copilot.live_message import LiveMessage
from core.copilot.model import (
    FailureKind,
    ModelAction,
    ModelError,
    ModelReply,
    ModelRequest,
    ModelTier,
    StopReason,
    TextPart,
)
from core.copilot.pictures import Shrink, fitted, unseen
from core.copilot.records import WaitingState, WaitingTurn
from core.copilot.request.chat import build_chat_request
from core.copilot.request.limits import Budget
from core.copilot.session_case import SessionCase, may_show, raw_texts, read_case
from core.copilot.turn import Turn
from core.copilot.turn_service import TurnService
from core.copilot.turn_wanted import TurnWanted
from core.db.database import Database
from core.events import Aggregate, Changes, EndedWork
from core.sessions.messages import MessageStatus, Rung

_DETAIL_LIMIT = 2_000
_SHELLS = {"windows": "powershell"}
_GO_ON = (
    "Your last message broke off. Continue it exactly where it ended: repeat nothing of it, "
    "and do not mention the interruption."
)
_DECLINED = "The model declined to answer this."
_IN_THE_LANE = "The next steps are in the task lane."
_ON_THE_BANNER = "I propose a fix."
_NOTED = "I noted what is known now."
_WAITS_ON = frozenset(
    {FailureKind.OFFLINE, FailureKind.TLS, FailureKind.OVERLOADED, FailureKind.SERVER}
)
"""After these a queued turn stays queued: no answer was begun, and time alone may cure them."""


class ModelTurns:
    """Takes turns on the model thread. Whatever goes wrong, what was said is kept."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        *,
        asking: Asking,
        turns: TurnService,
        knowledge: KnowledgeQuery,
        shrink: Shrink,
        platform: str,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._asking = asking
        self._turns = turns
        self._knowledge = knowledge
        self._shrink = shrink
        self._platform = platform

    async def take(self, wanted: TurnWanted) -> Changes:
        """Ask the model and apply its answer. A failure becomes a turn that waits.

        Raises:
            asyncio.CancelledError: stopped; the part that was written is stored.
        """
        case = await self._read(wanted)
        knowledge = await self._know(case, wanted.rung)
        budget = self._asking.budget(wanted.rung)
        try:
            return await self._attempt(wanted, case, knowledge, budget)
        except ModelError as error:
            smaller = budget.halved()
            if error.kind is not FailureKind.TOO_LONG or error.partial or smaller is None:
                return await self._database.complete(partial(self._fail, wanted, error))
        try:
            return await self._attempt(wanted, case, knowledge, smaller)
        except ModelError as error:
            return await self._database.complete(partial(self._fail, wanted, error))

    async def request(self, case: SessionCase, setup: ModelSetup) -> ModelRequest:
        """What would be sent for a snapshot; nothing is stored and nobody is asked."""
        knowledge = await self._know(case, setup.rung)
        return self._build(case, knowledge, setup, self._asking.budget(setup.rung))

    @property
    def _shell(self) -> str:
        return _SHELLS.get(self._platform, "posix")

    def _live(self, wanted: TurnWanted) -> LiveMessage:
        return LiveMessage(
            self._database,
            self._bus,
            self._clock,
            session_id=wanted.session_id,
            rung=wanted.rung,
            is_late=wanted.is_late,
        )

    async def _read(self, wanted: TurnWanted) -> SessionCase:
        stays_here = self._asking.stays_here(wanted.rung)

        def read() -> SessionCase:
            with self._database.work() as work:
                session_id, platform = wanted.session_id, self._platform
                return read_case(work, session_id, platform, stays_here=stays_here)

        return await self._database.run(read)

    async def _know(self, case: SessionCase, rung: Rung) -> Knowledge:
        def similar() -> Knowledge:
            with self._database.work() as work:
                shown = may_show(work, rung)
            return Knowledge(similar=self._knowledge.similar(case.context, shown))

        knowledge = await self._database.run(similar)
        playbooks = await asyncio.to_thread(self._knowledge.playbooks, case.context)
        return replace(knowledge, playbooks=playbooks)

    def _build(
        self, case: SessionCase, knowledge: Knowledge, setup: ModelSetup, budget: Budget
    ) -> ModelRequest:
        attached = case.attached
        attached = fitted(attached, self._shrink) if setup.sees_pictures else unseen(attached)
        return build_chat_request(
            case.context,
            knowledge,
            attached,
            model=setup.model(ModelTier.STANDARD),
            budget=budget,
            rung=setup.rung,
            use_learn=setup.use_learn,
        )

    async def _attempt(
        self, wanted: TurnWanted, case: SessionCase, knowledge: Knowledge, budget: Budget
    ) -> Changes:
        def build(setup: ModelSetup) -> ModelRequest:
            request = self._build(case, knowledge, setup, budget)
            return going_on(request) if wanted.goes_on else request

        prepared = await self._asking.prepare(
            wanted.session_id, ModelAction.CHAT, wanted.rung, build, raw_texts(case)
        )
        attempt = Attempt(self._live(wanted), prepared.redactor, self._shell)
        try:
            reply = await attempt.follow(partial(self._asking.send, prepared))
            turn = attempt.turn()
            if _is_empty(turn, reply):
                raise await self._asking.failed(prepared, FailureKind.EMPTY, reply.usage)
        except BaseException as error:
            await self._database.complete(partial(self._keep_part, wanted, attempt, error))
            raise
        return await self._database.complete(
            lambda: self._apply(wanted, attempt, prepared, turn, reply)
        )

    def _apply(
        self,
        wanted: TurnWanted,
        attempt: Attempt,
        prepared: PreparedCall,
        turn: Turn,
        reply: ModelReply,
    ) -> Changes:
        is_cut = reply.stop_reason is StopReason.OUT_OF_TOKENS
        with self._database.work() as work:
            status = MessageStatus.INTERRUPTED if is_cut else MessageStatus.COMPLETE
            attempt.live.end(work, turn.prose.strip() or _words_for(turn, reply), status)
            self._asking.complete(work, prepared, reply)
            work.waiting_turns.forget(wanted.session_id)
            if wanted.is_late:
                work.ended(EndedWork.LATE_ANSWER, wanted.session_id)
            return self._turns.apply_within(
                work, wanted.session_id, replace(turn, prose=""), wanted.rung
            )

    def _keep_part(self, wanted: TurnWanted, attempt: Attempt, error: BaseException) -> None:
        """What was written stays; what was proposed is not applied."""
        was_stopped = isinstance(error, asyncio.CancelledError)
        kind = error.kind if isinstance(error, ModelError) else FailureKind.INTERRUPTED
        with self._database.work() as work:
            if was_stopped:
                attempt.live.end(work, attempt.live.prose, MessageStatus.STOPPED)
            else:
                attempt.live.end(work, attempt.live.prose, MessageStatus.INTERRUPTED, kind)

    def _fail(self, wanted: TurnWanted, error: ModelError) -> Changes:
        now = self._clock.now()
        with self._database.work() as work:
            before = work.waiting_turns.of(wanted.session_id)
            was_queued = before is not None and before.state is WaitingState.QUEUED
            waits_on = was_queued and error.kind in _WAITS_ON and not error.partial
            work.waiting_turns.put(
                WaitingTurn(
                    session_id=wanted.session_id,
                    state=WaitingState.QUEUED if waits_on else WaitingState.FAILED,
                    rung=wanted.rung,
                    failure=error.kind,
                    detail=error.detail[:_DETAIL_LIMIT],
                    retry_at=now + error.retry_after if error.retry_after else None,
                    since=now if before is None else before.since,
                )
            )
            return work.changed(wanted.session_id, Aggregate.MESSAGE, Aggregate.SESSION)


def going_on(request: ModelRequest) -> ModelRequest:
    """The request with the wish that the last answer be continued."""
    *before, newest = request.messages
    return replace(
        request, messages=(*before, replace(newest, parts=(*newest.parts, TextPart(_GO_ON))))
    )


def _is_empty(turn: Turn, reply: ModelReply) -> bool:
    """Whether there is nothing to show and nothing to apply."""
    is_declined = reply.stop_reason is StopReason.DECLINED
    return not is_declined and not turn.prose.strip() and replace(turn, prose="") == Turn()


def _words_for(turn: Turn, reply: ModelReply) -> str:
    """What stands in the conversation for a reply that has only blocks."""
    if reply.stop_reason is StopReason.DECLINED:
        return _DECLINED
    if turn.questions or turn.checks:
        return _IN_THE_LANE
    return _ON_THE_BANNER if turn.fix is not None else _NOTED
