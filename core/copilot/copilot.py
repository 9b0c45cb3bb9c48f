"""Asks whoever stands on the best rung of the ladder for a turn, and keeps what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from core.clock import Clock
from core.copilot.connection import ModelConnections
from core.copilot.desk import CopilotDesk
from core.copilot.ladder import MODELS
from core.copilot.model import FailureKind, ModelAction
from core.copilot.model_assistants import LazyAssistants
from core.copilot.model_thread import ModelThread
from core.copilot.records import CallEnd, WaitingState, WaitingTurn
from core.copilot.session_case import read_context
from core.copilot.standing import ModelReach, Standing
from core.copilot.turn import Provider, TurnContext
from core.copilot.turn_service import TurnService
from core.copilot.turn_wanted import TurnWanted
from core.db.database import Database
from core.events import Aggregate, Changes
from core.sessions.messages import MessageStatus, Rung

if TYPE_CHECKING:
    from core.copilot.request_preview import RequestPreview


class Copilot:
    """The engineer's side acts first and is stored first; the assistant then takes its turn.

    Reading the session and applying the turn are transactions on the database thread; the reply
    between them runs on a thread of its own, however long it takes. One turn per session at a
    time; different sessions do not wait for each other.
    """

    def __init__(
        self,
        database: Database,
        turns: TurnService,
        desk: CopilotDesk,
        connections: ModelConnections,
        *,
        playbook: Provider,
        assistants: LazyAssistants,
        thread: ModelThread,
        clock: Clock,
        platform: str,
    ) -> None:
        self._database = database
        self._turns = turns
        self._desk = desk
        self._connections = connections
        self._playbook = playbook
        self._assistants = assistants
        self._thread = thread
        self._clock = clock
        self._platform = platform
        self._turns_of: dict[UUID, asyncio.Lock] = {}
        self._busy: set[UUID] = set()
        self._stops: dict[UUID, Callable[[], object]] = {}
        self._stopped: set[UUID] = set()

    async def take_turn(self, session_id: UUID) -> Changes:
        """Let the assistant react to what the engineer did last.

        A model's failure is no error here: it becomes a turn that waits.
        """
        return await self._next(session_id)

    async def continue_answer(self, session_id: UUID) -> Changes:
        """Let the model go on where its last answer broke off."""
        return await self._next(session_id, goes_on=True)

    async def carry_on(self, session_id: UUID) -> Changes:
        """Take this one turn with the playbook. A turn the model is to take later still waits."""
        await self._database.run(lambda: self._forget(session_id, WaitingState.FAILED))
        async with self._one_turn_of(session_id):
            return await self._follow_playbook(session_id)

    async def answer_queued(self) -> None:
        """Take every turn that waits for a model which can now be asked."""
        for waiting in await self._database.run(self._queued):
            async with self._one_turn_of(waiting.session_id):
                rung = await self._database.run(partial(self._rung_for, waiting.session_id))
                if rung is not None:
                    await self._ask_model(
                        TurnWanted(session_id=waiting.session_id, rung=rung, is_late=True)
                    )

    def stop(self, session_id: UUID) -> None:
        """End the answer that is being written; what came of it is kept. Safe at any time."""
        if session_id in self._busy:
            self._stopped.add(session_id)
            self._stops.get(session_id, _nothing)()

    def is_writing(self, session_id: UUID) -> bool:
        return session_id in self._busy

    @property
    def is_answering(self) -> bool:
        """Whether an answer is being written in any session."""
        return bool(self._busy)

    def count_queued(self) -> int:
        """How many turns wait for a model that could not be reached."""
        return len(self._queued())

    def standing(self, session_id: UUID) -> Standing:
        """Who answers next, and why."""
        with self._database.work() as work:
            return self._desk.standing(work, session_id)

    def force_rung(self, session_id: UUID, rung: Rung | None) -> Changes:
        """Let only this rung answer in a session; None: the best that can be reached."""
        with self._database.work() as work:
            view = work.session_views.of(session_id)
            work.session_views.put(replace(view, forced_rung=rung))
            return work.changed(session_id, Aggregate.VIEW)

    def ask_when_online(self, session_id: UUID) -> Changes:
        """Have the model asked as soon as it can be reached."""
        with self._database.work() as work:
            waiting = work.waiting_turns.of(session_id) or WaitingTurn(
                session_id=session_id,
                state=WaitingState.QUEUED,
                rung=Rung.CLOUD,
                failure=FailureKind.OFFLINE,
                since=self._clock.now(),
            )
            work.waiting_turns.put(replace(waiting, state=WaitingState.QUEUED))
            return work.changed(session_id, Aggregate.SESSION)

    def forget_waiting(self, session_id: UUID) -> Changes:
        """Nobody is to be asked any more."""
        with self._database.work() as work:
            work.waiting_turns.forget(session_id)
            return work.changed(session_id, Aggregate.SESSION)

    def owe(self, session_id: UUID) -> Changes:
        """Note that the program ended before the model answered: it is not asked unbidden."""
        with self._database.work() as work:
            standing = self._desk.standing(work, session_id)
            if work.waiting_turns.of(session_id) is None and standing.rung in MODELS:
                work.waiting_turns.put(self._interrupted(session_id, standing.rung))
            return work.changed(session_id, Aggregate.SESSION)

    def learned(self, rung: Rung, reach: ModelReach) -> None:
        """Take in what was found out about a model's address; any thread."""
        self._connections.learned(rung, reach)

    async def preview(self, session_id: UUID, draft: str = "") -> RequestPreview:
        """What would be sent with this draft as the newest message; asks nobody."""

        async def build() -> RequestPreview:
            return await self._assistants().previews.preview(session_id, draft)

        return await self._thread.run(build())

    def recover(self) -> None:
        """After an end in the middle of an answer: keep its part, and say that it broke off."""
        with self._database.work() as work:
            for call in work.model_calls.under_way():
                ended = replace(call, end=CallEnd.FAILED, failure=FailureKind.INTERRUPTED)
                work.model_calls.save(replace(ended, ended_at=self._clock.now()))
                if call.action is ModelAction.CHAT and call.session_id is not None:
                    work.waiting_turns.put(self._interrupted(call.session_id, call.rung))
            for message in work.messages.streaming():
                work.messages.save(
                    replace(
                        message,
                        status=MessageStatus.INTERRUPTED,
                        failure=FailureKind.INTERRUPTED,
                    )
                )
                rung = message.rung or Rung.CLOUD
                work.waiting_turns.put(self._interrupted(message.session_id, rung))

    def context(self, session_id: UUID) -> TurnContext:
        """A consistent snapshot of the session for the assistant."""
        with self._database.work() as work:
            return read_context(work, session_id, self._platform)

    async def aclose(self) -> None:
        """Cut off what is being written, keep it, and end the model thread."""
        await self._thread.aclose(self._connections.aclose)

    async def _next(self, session_id: UUID, *, goes_on: bool = False) -> Changes:
        async with self._one_turn_of(session_id):
            standing = await self._database.run(lambda: self.standing(session_id))
            if standing.rung is Rung.PLAYBOOK:
                return await self._follow_playbook(session_id)
            return await self._ask_model(
                TurnWanted(session_id=session_id, rung=standing.rung, goes_on=goes_on)
            )

    @asynccontextmanager
    async def _one_turn_of(self, session_id: UUID) -> AsyncIterator[None]:
        """Turns of a session follow each other; each sees what the one before it did."""
        async with self._turns_of.setdefault(session_id, asyncio.Lock()):
            yield

    async def _follow_playbook(self, session_id: UUID) -> Changes:
        context = await self._database.run(lambda: self.context(session_id))
        turn = await asyncio.to_thread(self._playbook.reply, context)
        return await self._database.run(lambda: self._turns.apply(session_id, turn, Rung.PLAYBOOK))

    async def _ask_model(self, wanted: TurnWanted) -> Changes:
        session_id = wanted.session_id
        self._busy.add(session_id)
        try:
            return await self._thread.run(self._stoppable(wanted))
        finally:
            self._busy.discard(session_id)
            self._stops.pop(session_id, None)
            self._stopped.discard(session_id)

    async def _stoppable(self, wanted: TurnWanted) -> Changes:
        """On the model thread: a turn that `stop` can end."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        if task is not None:
            self._stops[wanted.session_id] = lambda: loop.call_soon_threadsafe(task.cancel)
        if wanted.session_id in self._stopped:  # before there was anything to cancel
            return Changes(aggregates=frozenset(), session_id=wanted.session_id)
        try:
            return await self._assistants().turns.take(wanted)
        except asyncio.CancelledError:
            if wanted.session_id not in self._stopped:
                await self._database.complete(partial(self._break_off, wanted))
                raise
            if task is not None:
                task.uncancel()
            return Changes(aggregates=frozenset(), session_id=wanted.session_id)

    def _break_off(self, wanted: TurnWanted) -> None:
        """The program ends while a model answers: nobody stopped it, so it still owes that."""
        session_id = wanted.session_id
        with self._database.work() as work:
            for message in work.messages.page(session_id, None, 1):
                if message.status is MessageStatus.STOPPED:
                    interrupted = MessageStatus.INTERRUPTED
                    work.messages.save(
                        replace(message, status=interrupted, failure=FailureKind.INTERRUPTED)
                    )
            if work.waiting_turns.of(session_id) is None:
                work.waiting_turns.put(self._interrupted(session_id, wanted.rung))

    def _queued(self) -> list[WaitingTurn]:
        with self._database.work() as work:
            return work.waiting_turns.queued()

    def _rung_for(self, session_id: UUID) -> Rung | None:
        """Who can be asked now for the turn that waits, if it still does."""
        with self._database.work() as work:
            waiting = work.waiting_turns.of(session_id)
            if waiting is None or waiting.state is not WaitingState.QUEUED:
                return None
            if waiting.retry_at is not None and waiting.retry_at > self._clock.now():
                return None
            rung = self._desk.standing(work, session_id).rung
            return rung if rung in MODELS else None

    def _forget(self, session_id: UUID, state: WaitingState) -> None:
        with self._database.work() as work:
            waiting = work.waiting_turns.of(session_id)
            if waiting is not None and waiting.state is state:
                work.waiting_turns.forget(session_id)
                work.changed(session_id, Aggregate.SESSION)

    def _interrupted(self, session_id: UUID, rung: Rung) -> WaitingTurn:
        return WaitingTurn(
            session_id=session_id,
            state=WaitingState.FAILED,
            rung=rung,
            failure=FailureKind.INTERRUPTED,
            since=self._clock.now(),
        )


def _nothing() -> None:
    """What is not yet under way cannot be cancelled."""
