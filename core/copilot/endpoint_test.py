"""Finds out what an endpoint can do: whether it answers, sees pictures, reads long prompts, caches.

Three small calls, a few thousand tokens in all. What was found is kept and shown until the next
test; nothing is switched on or off by it.
"""

from __future__ import annotations

import json
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from core.clock import Clock
from core.copilot.model import (
    FailureKind,
    ImagePart,
    ModelClient,
    ModelError,
    ModelMessage,
    ModelReply,
    ModelRequest,
    Speaker,
    SystemBlock,
    TextPart,
)

_PICTURE_SIDE = 64
_RED = b"\xff\x00\x00"
_LONG_LINES = 900
"""About 8,000 tokens: what a session with some outputs takes."""
_WORD = "marigold"
_MAX_TOKENS = 64
_UNRELATED = frozenset(
    {
        FailureKind.OFFLINE,
        FailureKind.PROXY,
        FailureKind.TLS,
        FailureKind.REFUSED,
        FailureKind.OVERLOADED,
        FailureKind.INTERRUPTED,
    }
)
"""Failures that say nothing about what was asked for."""


class TestStep(Enum):
    """What the test is doing now."""

    __test__ = False  # not one of pytest's

    ANSWER = "answer"
    PICTURES = "pictures"
    LONG_PROMPT = "long prompt"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointReport:
    """What a test found. None: it did not come to that.

    streams             the answer came in pieces rather than at once
    first_word_seconds  from the request to the first piece
    caching             the server reports that it keeps prompts
    failure, detail     why the first call got no answer
    way                 by which proxy, and who names it, in words
    """

    model: str
    tested_at: datetime
    answers: bool = False
    streams: bool | None = None
    first_word_seconds: float | None = None
    images: bool | None = None
    long_prompts: bool | None = None
    caching: bool | None = None
    failure: FailureKind | None = None
    detail: str = ""
    way: str = ""

    def to_json(self) -> str:
        """A text for the settings."""
        return json.dumps(
            {
                "model": self.model,
                "tested_at": self.tested_at.isoformat(),
                "answers": self.answers,
                "streams": self.streams,
                "first_word_seconds": self.first_word_seconds,
                "images": self.images,
                "long_prompts": self.long_prompts,
                "caching": self.caching,
                "failure": self.failure.value if self.failure else None,
                "detail": self.detail[:300],
                "way": self.way,
            }
        )


def read_report(text: str) -> EndpointReport | None:
    """What was kept of the last test; None when nothing was, or it cannot be read."""
    try:
        plain = json.loads(text)
        failure = plain.pop("failure")
        return EndpointReport(
            tested_at=datetime.fromisoformat(plain.pop("tested_at")),
            failure=FailureKind(failure) if failure else None,
            **plain,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


async def test_endpoint(
    client: ModelClient,
    model: str,
    clock: Clock,
    on_step: Callable[[TestStep, EndpointReport], None],
) -> EndpointReport:
    """Ask three times; `on_step` hears what comes next and what is known so far."""
    report = EndpointReport(model=model, tested_at=clock.now())
    on_step(TestStep.ANSWER, report)
    report = await _answer(client, report)
    if not report.answers:
        return report
    on_step(TestStep.PICTURES, report)
    report = await _pictures(client, report)
    on_step(TestStep.LONG_PROMPT, report)
    return await _long_prompt(client, report)


test_endpoint.__test__ = False  # type: ignore[attr-defined]  # not one of pytest's


async def _answer(client: ModelClient, report: EndpointReport) -> EndpointReport:
    began = time.monotonic()
    pieces: list[float] = []
    request = _request(report.model, TextPart("Count from 1 to 10, in words."))
    try:
        await client.ask(request, lambda _: pieces.append(time.monotonic() - began))
    except ModelError as error:
        return replace(report, failure=error.kind, detail=error.detail)
    if not pieces:  # It spent its words on thinking.
        return replace(report, answers=True)
    return replace(
        report, answers=True, streams=len(pieces) > 1, first_word_seconds=round(pieces[0], 2)
    )


async def _pictures(client: ModelClient, report: EndpointReport) -> EndpointReport:
    question = TextPart("Which colour is this picture? One English word.")
    request = _request(report.model, ImagePart("image/png", red_square(), "red.png"), question)
    return replace(report, images=_says(await _reply(client, request), "red"))


async def _long_prompt(client: ModelClient, report: EndpointReport) -> EndpointReport:
    lines = [f"The code word is {_WORD}."]
    lines += [f"Line {n}: nothing of interest was found here." for n in range(_LONG_LINES)]
    system = (SystemBlock("\n".join(lines), cached=True),)
    question = TextPart("What is the code word of the first line? One word.")
    request = replace(_request(report.model, question), system=system)
    reply = await _reply(client, request)
    report = replace(report, long_prompts=_says(reply, _WORD))
    if not isinstance(reply, ModelReply):
        return report
    usage = reply.usage
    return replace(report, caching=bool(usage.cache_read_tokens or usage.cache_creation_tokens))


async def _reply(client: ModelClient, request: ModelRequest) -> ModelReply | FailureKind:
    try:
        return await client.ask(request, lambda _: None)
    except ModelError as error:
        return error.kind


def _says(reply: ModelReply | FailureKind, word: str) -> bool | None:
    """Whether the answer has the word in it; None when there is none to judge by."""
    if isinstance(reply, FailureKind):
        return None if reply in _UNRELATED else False
    return word in reply.text.lower() if reply.text.strip() else None


def _request(model: str, *parts: TextPart | ImagePart) -> ModelRequest:
    message = ModelMessage(Speaker.USER, parts)
    return ModelRequest(model=model, system=(), messages=(message,), max_tokens=_MAX_TOKENS)


def red_square() -> bytes:
    """A PNG, made here so that nothing is read from disk."""
    row = b"\x00" + _RED * _PICTURE_SIDE
    head = struct.pack(">IIBBBBB", _PICTURE_SIDE, _PICTURE_SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row * _PICTURE_SIDE)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
