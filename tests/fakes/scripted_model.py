"""A model that says what a test wrote down, piece by piece, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.copilot.model import ModelError, ModelReply, ModelRequest, StopReason, Usage

USAGE = Usage(input_tokens=1_000, output_tokens=200)


@dataclass(frozen=True, slots=True)
class Pause:
    """Say nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Stop:
    """End for this reason."""

    reason: StopReason


Step = str | Pause | Stop | ModelError
Script = Sequence[Step]
FOREVER = Pause(3600)


class ScriptedModel:
    """Each call plays the next script; when none is left, the last one again."""

    def __init__(self, *scripts: Script) -> None:
        self.scripts = list(scripts)
        self.asked: list[ModelRequest] = []
        self.cut_off = 0
        self.under_way = 0
        self.most_at_once = 0
        self.is_closed = False

    async def ask(
        self, request: ModelRequest, on_text: Callable[[str], None] = lambda _: None
    ) -> ModelReply:
        script = self.scripts[min(len(self.asked), len(self.scripts) - 1)]
        self.asked.append(request)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            return await _play(script, request.model, on_text)
        except asyncio.CancelledError:
            self.cut_off += 1
            raise
        finally:
            self.under_way -= 1

    async def aclose(self) -> None:
        self.is_closed = True


async def _play(script: Script, model: str, on_text: Callable[[str], None]) -> ModelReply:
    said, reason = "", StopReason.FINISHED
    for step in script:
        if isinstance(step, str):
            said += step
            on_text(step)
            await asyncio.sleep(0)
        elif isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
        elif isinstance(step, Stop):
            reason = step.reason
        else:
            step.partial = said
            raise step
    return ModelReply(text=said, stop_reason=reason, usage=USAGE, model=model)
