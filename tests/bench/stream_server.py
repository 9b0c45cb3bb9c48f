"""A model's server as a process of its own, so that what it uses is not counted as ours.

Prints its port. The name of the model says what to answer: `8000-at-150` is an answer of 8,000
pieces, 150 in a second; `8000-at-0` sends them as fast as the connection takes them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

_PARAGRAPH = (
    "That rules out the **gateway**. Two things are left, and the registry tells them apart:\n\n"
    "1. the profile of this machine, which `dsregcmd /status` shows\n"
    "2. a token that was left over when the password was changed\n\n"
    "```powershell\nGet-NetIPConfiguration -Detailed | Where-Object NetAdapter.Status -eq 'Up'\n"
    "Get-Service -Name Spooler, Dnscache | Select-Object Name, Status\n```\n\n"
    "If both are fine, the certificate of the broker has expired. Look at its date first.\n\n"
)
_CHARACTERS = 4
"""Of a token, on average."""


def text_of(tokens: int) -> str:
    """The prose of an answer."""
    length = tokens * _CHARACTERS
    return (_PARAGRAPH * (length // len(_PARAGRAPH) + 1))[:length]


async def main() -> None:
    """Serve until the process is ended."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if head.startswith("POST"):
            await _answer(json.loads(await reader.readexactly(_length(head))), writer)
        else:  # somebody looks whether it is there
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the client had enough
    finally:
        writer.close()


async def _answer(body: Mapping[str, Any], writer: asyncio.StreamWriter) -> None:
    tokens, _, rate = str(body["model"]).partition("-at-")
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    loop, began = asyncio.get_running_loop(), 0.0
    for number, event in enumerate(_events(str(body["model"]), int(tokens))):
        data = f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await writer.drain()
        if int(rate):
            began = began or loop.time()
            await asyncio.sleep(max(0.0, began + number / int(rate) - loop.time()))
    writer.write(b"0\r\n\r\n")
    await writer.drain()


def _events(model: str, tokens: int) -> Iterator[Mapping[str, Any]]:
    usage = {"input_tokens": 2_000, "output_tokens": 1}
    start = {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": []}
    yield {"type": "message_start", "message": {**start, "usage": usage}}
    block = {"type": "text", "text": ""}
    yield {"type": "content_block_start", "index": 0, "content_block": block}
    text = text_of(tokens)
    for at in range(0, len(text), _CHARACTERS):
        delta = {"type": "text_delta", "text": text[at : at + _CHARACTERS]}
        yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    ending = {"stop_reason": "end_turn", "stop_sequence": None}
    yield {"type": "message_delta", "delta": ending, "usage": {"output_tokens": tokens}}
    yield {"type": "message_stop"}


def _length(head: str) -> int:
    fields = (line.partition(":") for line in head.lower().split("\r\n"))
    return next(int(value) for name, _, value in fields if name == "content-length")


if __name__ == "__main__":
    asyncio.run(main())
