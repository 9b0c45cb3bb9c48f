"""A request as the Messages API wants it. The SDK is not needed to say what is sent."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from core.copilot.model import ImagePart, ModelMessage, ModelRequest, TextPart
from core.copilot.providers.anthropic_details import storable

_BREAKPOINT = {"cache_control": {"type": "ephemeral"}}
LEARN_BETA = "mcp-client-2025-11-20"
LEARN_SERVER = {
    "type": "url",
    "url": "https://learn.microsoft.com/api/mcp",
    "name": "microsoft-learn",
}


def request_json(request: ModelRequest, *, for_people: bool = False) -> dict[str, object]:
    """The body of the call.

    for_people  pictures become a short note in place of their bytes
    """
    body: dict[str, object] = {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "stream": True,
        "system": [
            {"type": "text", "text": storable(block.text), **(_BREAKPOINT if block.cached else {})}
            for block in request.system
        ],
        "messages": [_message(turn, for_people) for turn in _turns(request.messages)],
    }
    if request.use_learn:
        body["mcp_servers"] = [LEARN_SERVER]
        body["tools"] = [{"type": "mcp_toolset", "mcp_server_name": LEARN_SERVER["name"]}]
    return body


def _turns(messages: Sequence[ModelMessage]) -> Iterator[Sequence[ModelMessage]]:
    """Messages of one speaker in a row: many local servers want the speakers to alternate."""
    for _, group in groupby(messages, key=lambda message: message.speaker):
        yield tuple(group)


def _message(turn: Sequence[ModelMessage], for_people: bool) -> dict[str, object]:
    content = [block for message in turn for block in _content(message, for_people)]
    return {"role": turn[0].speaker.value, "content": content}


def _content(message: ModelMessage, for_people: bool) -> list[Mapping[str, object]]:
    blocks = [_block(part, for_people) for part in message.parts]
    if message.cached and blocks:
        blocks[-1] = {**blocks[-1], **_BREAKPOINT}
    return blocks


def _block(part: TextPart | ImagePart, for_people: bool) -> Mapping[str, object]:
    if isinstance(part, TextPart):
        return {"type": "text", "text": storable(part.text)}
    size = f"({len(part.content):,} bytes)"
    data = size if for_people else base64.b64encode(part.content).decode("ascii")
    source = {"type": "base64", "media_type": part.media_type, "data": data}
    return {"type": "image", "source": source}


def without_learn(request: ModelRequest) -> ModelRequest:
    """The same request, for a server that cannot look things up."""
    return replace(request, use_learn=False)
