"""Asks the assistant for a turn and applies it."""

from __future__ import annotations

import asyncio
from uuid import UUID

from core.copilot.turn import Provider, TurnContext
from core.copilot.turn_service import TurnService
from core.db.database import Database
from core.events import Changes
from core.sessions.messages import Rung

CONTEXT_MESSAGES = 200


class Copilot:
    """The engineer's side acts first and is stored first; the assistant then takes its turn.

    Reading the session and applying the turn are transactions on the database thread; the reply
    between them runs on a thread of its own, however long it takes.
    """

    def __init__(
        self, database: Database, turns: TurnService, provider: Provider, platform: str
    ) -> None:
        self._database = database
        self._turns = turns
        self._provider = provider
        self._platform = platform

    @property
    def rung(self) -> Rung:
        """Who answers next."""
        return self._provider.rung

    async def take_turn(self, session_id: UUID) -> Changes:
        """Let the assistant react to what the engineer did last."""
        context = await self._database.run(lambda: self.context(session_id))
        turn = await asyncio.to_thread(self._provider.reply, context)
        return await self._database.run(
            lambda: self._turns.apply(session_id, turn, self._provider.rung)
        )

    def context(self, session_id: UUID) -> TurnContext:
        """A consistent snapshot of the session for the assistant."""
        with self._database.work() as work:
            return TurnContext(
                session=work.sessions.get(session_id),
                messages=tuple(work.messages.page(session_id, None, CONTEXT_MESSAGES)),
                lane=tuple(work.lane_items.of_session(session_id)),
                facts=tuple(work.facts.of_session(session_id)),
                fixes=tuple(work.fixes.history(session_id)),
                runs=tuple(work.check_runs.of_session(session_id)),
                platform=self._platform,
            )
