"""What comes of one call while it streams: pieces of a reply become prose on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from core.copilot.live_message import LiveMessage
from core.copilot.markers import MarkerParser
from core.copilot.turn import Turn
from core.redaction.redactor import Redactor
from core.redaction.restoring import StreamRestorer
from core.redaction.turns import restore_turn


class Attempt:
    """One call's way from the stream to the message. Made anew when a request is built anew."""

    def __init__(self, live: LiveMessage, shell: str) -> None:
        self.live = live
        self._parser = MarkerParser(shell=shell)
        self._redactor: Redactor | None = None
        self._restorer: StreamRestorer | None = None
        self._keeping: asyncio.Task[None] | None = None

    def begin(self, redactor: Redactor) -> None:
        """From now on pieces may come; `redactor` knows what their placeholders stand for."""
        self._redactor, self._restorer = redactor, StreamRestorer(redactor)
        self._keeping = asyncio.create_task(self.live.keep())  # `end` waits for it

    def hear(self, text: str) -> None:
        """Take in a piece of the reply."""
        if self._restorer is not None:
            self.live.grow(self._restorer.feed(self._parser.feed(text)))

    async def end(self) -> None:
        """Nothing more comes: give out what was held back, and stop keeping.

        Raises:
            EnvironmentProblem: what was written could not be stored.
        """
        keeping, restorer = self._keeping, self._restorer
        self._keeping = self._restorer = None
        if restorer is not None:
            self.live.grow(restorer.finish())
        if keeping is not None:
            keeping.cancel()
            results: Sequence[object] = await asyncio.gather(keeping, return_exceptions=True)
            if isinstance(results[0], Exception):
                raise results[0]

    def turn(self) -> Turn:
        """The whole reply, when it ended as it should."""
        turn = self._parser.finish()
        return turn if self._redactor is None else restore_turn(turn, self._redactor)
