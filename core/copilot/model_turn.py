"""One turn of a model, from the snapshot of a session to the proposals in its lane."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.bus import Bus
from core.clock import Clock
from core.copilot.asking import Asking, PreparedCall
from core.copilot.connection import ModelSetup
from core.copilot.knowledge import Knowledge, KnowledgeQuery
from core.copilot.live_message import LiveMessage
from core.copilot.markers import MarkerParser
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
from core.copilot.pictures import Shrink, fitted
from core.copilot.records import WaitingState, WaitingTurn
from core.copilot.request.chat import build_chat_request
from core.copilot.request.limits import Budget, budget_for
from core.copilot.session_case import SessionCase, may_show, read_case
from core.copilot.turn_service import TurnService
from core.copilot.turn_wanted import TurnWanted
from core.db.database import Database, Work
from core.events import Aggregate, Changes
from core.redaction.restoring import StreamRestorer
from core.redaction.turns import restore_turn
from core.sessions.messages import MessageStatus, Rung

_SHELLS = {"windows": "powershell"}
_GO_ON = (
    "Your last message broke off. Continue it exactly where it ended: repeat nothing of it, "
    "and do not mention the interruption."
)
_DECLINED = "The model declined to answer this."


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
            asyncio.CancelledError: stopped; `stopped` says what became of the partial answer.
        """
        case = await self._read(wanted.session_id)
        knowledge = await self._know(case, wanted.rung)
        budget: Budget | None = budget_for(wanted.rung)
        failure = ModelError(FailureKind.TOO_LONG)
        while budget is not None:
            attempt = _Attempt(self._live(wanted), MarkerParser(shell=self._shell))
            try:
                return await self._attempt(wanted, attempt, case, knowledge, budget)
            except ModelError as error:
                failure = error
                is_smaller_worth_it = error.kind is FailureKind.TOO_LONG and not attempt.live.prose
                budget = budget.halved() if is_smaller_worth_it else None
        return await self._database.run(lambda: self._fail(wanted, attempt, failure))

    async def request(self, case: SessionCase, setup: ModelSetup) -> ModelRequest:
        """What would be sent for a snapshot; nothing is stored and nobody is asked."""
        knowledge = await self._know(case, setup.rung)
        return self._build(case, knowledge, setup, budget_for(setup.rung))

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

    async def _read(self, session_id: UUID) -> SessionCase:
        def read() -> SessionCase:
            with self._database.work() as work:
                return read_case(work, session_id, self._platform)

        case = await self._database.run(read)
        return replace(case, attached=fitted(case.attached, self._shrink))

    async def _know(self, case: SessionCase, rung: Rung) -> Knowledge:
        def similar() -> Knowledge:
            with self._database.work() as work:
                shown = may_show(work, rung)
            return Knowledge(similar=self._knowledge.similar(case.context, shown))

        knowledge = await self._database.run(similar)
        return replace(knowledge, playbooks=self._knowledge.playbooks(case.context))

    def _build(
        self, case: SessionCase, knowledge: Knowledge, setup: ModelSetup, budget: Budget
    ) -> ModelRequest:
        return build_chat_request(
            case.context,
            knowledge,
            case.attached,
            model=setup.model(ModelTier.STANDARD),
            budget=budget,
            rung=setup.rung,
            use_learn=setup.use_learn,
        )

    async def _attempt(
        self,
        wanted: TurnWanted,
        attempt: _Attempt,
        case: SessionCase,
        knowledge: Knowledge,
        budget: Budget,
    ) -> Changes:
        def build(setup: ModelSetup) -> ModelRequest:
            request = self._build(case, knowledge, setup, budget)
            return going_on(request) if wanted.goes_on else request

        prepared = await self._asking.prepare(
            wanted.session_id, ModelAction.CHAT, wanted.rung, build
        )
        restorer = StreamRestorer(prepared.redactor)
        keeper = asyncio.create_task(attempt.live.keep())  # ends within this call
        try:
            reply = await self._asking.send(
                prepared,
                lambda text: attempt.live.grow(restorer.feed(attempt.parser.feed(text))),
            )
        except asyncio.CancelledError:
            await _end(keeper)
            await self._database.run(lambda: self._store_stopped(wanted, attempt))
            raise
        finally:
            await _end(keeper)
        return await self._database.run(lambda: self._apply(wanted, attempt, prepared, reply))

    def _apply(
        self, wanted: TurnWanted, attempt: _Attempt, prepared: PreparedCall, reply: ModelReply
    ) -> Changes:
        turn = restore_turn(attempt.parser.finish(), prepared.redactor)
        is_cut = reply.stop_reason is StopReason.OUT_OF_TOKENS
        prose = turn.prose
        if reply.stop_reason is StopReason.DECLINED and not prose.strip():
            prose = _DECLINED
        with self._database.work() as work:
            status = MessageStatus.INTERRUPTED if is_cut else MessageStatus.COMPLETE
            attempt.live.end(work, prose, status)
            self._asking.complete(work, prepared, reply)
            work.waiting_turns.forget(wanted.session_id)
            return self._turns.apply_within(
                work, wanted.session_id, replace(turn, prose=""), wanted.rung
            )

    def _fail(self, wanted: TurnWanted, attempt: _Attempt, error: ModelError) -> Changes:
        now = self._clock.now()
        with self._database.work() as work:
            attempt.live.end(work, attempt.live.prose, MessageStatus.INTERRUPTED, error.kind)
            was_queued = _is_queued(work, wanted.session_id)
            work.waiting_turns.put(
                WaitingTurn(
                    session_id=wanted.session_id,
                    state=WaitingState.QUEUED if was_queued else WaitingState.FAILED,
                    rung=wanted.rung,
                    failure=error.kind,
                    detail=error.detail[:2000],
                    retry_at=now + error.retry_after if error.retry_after else None,
                    since=now,
                )
            )
            return work.changed(wanted.session_id, Aggregate.MESSAGE, Aggregate.SESSION)

    def _store_stopped(self, wanted: TurnWanted, attempt: _Attempt) -> None:
        with self._database.work() as work:
            attempt.live.end(work, attempt.live.prose, MessageStatus.STOPPED)
            work.changed(wanted.session_id, Aggregate.MESSAGE)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What has come of one call."""

    live: LiveMessage
    parser: MarkerParser


def going_on(request: ModelRequest) -> ModelRequest:
    """The request with the wish that the last answer be continued."""
    *before, newest = request.messages
    return replace(
        request, messages=(*before, replace(newest, parts=(*newest.parts, TextPart(_GO_ON))))
    )


def _is_queued(work: Work, session_id: UUID) -> bool:
    waiting = work.waiting_turns.of(session_id)
    return waiting is not None and waiting.state is WaitingState.QUEUED


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has let go; what it failed with is raised."""
    task.cancel()
    results: Sequence[object] = await asyncio.gather(task, return_exceptions=True)
    if isinstance(results[0], Exception):
        raise results[0]
