"""The message an assistant is writing: kept while it grows, and told to the window."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from functools import partial
from uuid import UUID

from core.bus import Bus
from core.clock import Clock
from core.copilot.model import FailureKind
from core.db.database import Database, Work
from core.events import Aggregate, AssistantWriting
from core.ids import new_id
from core.sessions.messages import Message, MessageStatus, Role, Rung

TELL_EVERY = 0.05
KEEP_EVERY = 1.0
"""Seconds. What a power cut can cost of an answer; the rest of it is in the database."""


class LiveMessage:
    """Becomes a row with its first visible word, so that a reply without one leaves no trace."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        *,
        session_id: UUID,
        rung: Rung,
        is_late: bool,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._session_id = session_id
        self._rung = rung
        self._is_late = is_late
        self._pieces: list[str] = []
        self._grown = asyncio.Event()
        self._kept_at = 0.0
        self.row: Message | None = None

    @property
    def prose(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def grow(self, text: str) -> None:
        """Take in what became visible."""
        if text:
            self._pieces.append(text)
            self._grown.set()

    async def keep(self) -> None:
        """Store and tell what grows, until cancelled."""
        while True:
            await self._grown.wait()
            self._grown.clear()
            prose = self.prose
            if not prose.strip():
                continue
            if self.row is None or time.monotonic() - self._kept_at >= KEEP_EVERY:
                row = await self._database.run(partial(self._keep, prose))
                self._kept_at = time.monotonic()
            else:
                row = self.row
            self._bus.publish(
                AssistantWriting(
                    session_id=self._session_id,
                    message_id=row.id,
                    position=row.position,
                    prose=prose,
                )
            )
            await asyncio.sleep(TELL_EVERY)

    def end(
        self, work: Work, prose: str, status: MessageStatus, failure: FailureKind | None = None
    ) -> None:
        """Store the message as it stays, in the transaction that ends its turn."""
        if not prose.strip() and self.row is None:
            return
        row = self.row or self._new_row(work)
        text = prose.strip() or row.text
        ended = replace(row, text=text, status=status, failure=failure)
        if self.row is None:
            work.messages.add(ended)
        else:
            work.messages.save(ended)
        work.changed(self._session_id, Aggregate.MESSAGE)

    def _new_row(self, work: Work) -> Message:
        return Message(
            id=new_id(),
            account_id=work.account_id,
            session_id=self._session_id,
            position=work.messages.next_position(self._session_id),
            role=Role.ASSISTANT,
            text="",
            status=MessageStatus.STREAMING,
            rung=self._rung,
            is_late=self._is_late,
            created_at=self._clock.now(),
        )

    def _keep(self, prose: str) -> Message:
        with self._database.work() as work:
            if self.row is not None:
                # Nobody is told: the window hears of the text on a quicker way.
                return work.messages.save(replace(self.row, text=prose))
            row = work.messages.add(replace(self._new_row(work), text=prose))
            work.changed(self._session_id, Aggregate.MESSAGE)
        # Here and not where it is awaited: whoever gives up waiting must not make a second row.
        self.row = row
        return row
