"""One call while it streams: pieces of a reply become prose on screen, and a turn at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from core.copilot.live_message import LiveMessage
from core.copilot.markers import MarkerParser
from core.copilot.model import ModelReply
from core.copilot.turn import Turn
from core.redaction.redactor import Redactor
from core.redaction.restoring import StreamRestorer
from core.redaction.turns import restore_turn

Send = Callable[[Callable[[str], None]], Awaitable[ModelReply]]


class Attempt:
    """Made anew when a request is built anew."""

    def __init__(self, live: LiveMessage, redactor: Redactor, shell: str) -> None:
        self.live = live
        self._redactor = redactor
        self._parser = MarkerParser(shell=shell)

    async def follow(self, send: Send) -> ModelReply:
        """Send, and keep what becomes visible until the stream ends, however it ends.

        Raises:
            ModelError: there is no whole reply.
            EnvironmentProblem: what was written could not be stored; the call is ended.
        """
        restorer = StreamRestorer(self._redactor)

        def hear(text: str) -> None:
            self.live.grow(restorer.feed(self._parser.feed(text)))

        try:
            async with asyncio.TaskGroup() as group:
                keeping = group.create_task(self.live.keep())
                try:
                    return await send(hear)
                finally:
                    self.live.grow(restorer.finish())
                    keeping.cancel()
        except BaseExceptionGroup as group_error:
            raise group_error.exceptions[0] from None

    def turn(self) -> Turn:
        """The whole reply, when it ended as it should."""
        return restore_turn(self._parser.finish(), self._redactor)
