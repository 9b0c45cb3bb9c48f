"""The official SDK behind our own terms: requests out, text in, every failure as a `ModelError`.

The SDK is loaded at the first call, on the model thread: it takes about a second. It is used for
connections, retries, headers and error bodies; the stream is read by `anthropic_stream`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from core.copilot.model import Endpoint, FailureKind, ModelError, ModelReply, ModelRequest
from core.copilot.providers.anthropic_connection import connect
from core.copilot.providers.anthropic_details import without
from core.copilot.providers.anthropic_failures import (
    from_sdk,
    from_transport,
    is_of_learn,
    of_no_stream,
)
from core.copilot.providers.anthropic_request import LEARN_BETA, request_json, without_learn
from core.copilot.providers.anthropic_stream import StreamReader
from core.network.clients import HttpClients

if TYPE_CHECKING:
    import anthropic

_log = logging.getLogger(__name__)
_FAREWELL = 1.0
"""Seconds a server may take to end the stream behind its last event."""
_START = 65_536
"""Bytes that are read of what is no answer, to see what it is."""
_PINGS = 3
"""How many times the stall limit a server may go on with signs of life that say nothing."""


class AnthropicClient:
    """Asks one endpoint. Made anywhere, used on one event loop."""

    def __init__(self, endpoint: Endpoint, clients: HttpClients) -> None:
        self._endpoint = endpoint
        self._clients = clients
        self._client: anthropic.AsyncAnthropic | None = None
        self._connecting = asyncio.Lock()

    async def ask(
        self, request: ModelRequest, on_text: Callable[[str], None] = lambda _: None
    ) -> ModelReply:
        """Stream an answer. See `ModelClient.ask`."""
        try:
            return await self._ask_or_do_without(request, on_text)
        except ModelError as error:
            # Neither what a server repeats of a key is told, nor what led to that.
            secrets = (self._endpoint.api_key, *(value for _, value in self._endpoint.headers))
            raise error.retold(detail=without(secrets, error.detail)) from None

    async def aclose(self) -> None:
        """Close the connections. Safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _ask_or_do_without(
        self, request: ModelRequest, on_text: Callable[[str], None]
    ) -> ModelReply:
        """Ask once more without Microsoft Learn where the server cannot look there."""
        if not request.use_learn:
            return await self._ask(request, on_text)
        _log.info("mcp.turn")
        try:
            return await self._ask(request, on_text)
        except ModelError as error:
            if not is_of_learn(error):
                raise
        _log.info("mcp.fallback")
        return await self._ask(without_learn(request), on_text)

    async def _ask(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        reader = StreamReader(on_text)
        async with self._open(request, reader) as chunks:
            await self._read(chunks, reader)
        reader.finish()
        reply = reader.reply()
        usage = reply.usage
        _log.info(
            "anthropic.cache read=%d created=%d",
            usage.cache_read_tokens,
            usage.cache_creation_tokens,
        )
        return reply

    async def _connected(self) -> anthropic.AsyncAnthropic:
        async with self._connecting:
            if self._client is None:
                # In a thread of its own: other answers stream on meanwhile.
                self._client = await asyncio.to_thread(connect, self._endpoint, self._clients)
            return self._client

    @asynccontextmanager
    async def _open(
        self, request: ModelRequest, reader: StreamReader
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes of the answer; whatever breaks while they are read is a `ModelError`."""
        import anthropic
        import httpx2

        client = await self._connected()
        # The body is ours to the letter: what is previewed and logged is what is sent.
        body: Any = request_json(request)
        messages: Any = client.messages
        if request.use_learn:
            messages, body = client.beta.messages, {**body, "betas": [LEARN_BETA]}
        try:
            async with messages.with_streaming_response.create(**body) as response:
                chunks = response.iter_bytes()
                content_type = response.headers.get("content-type", "").lower()
                if "html" in content_type or "json" in content_type:
                    raise of_no_stream(content_type, await _start_of(chunks))
                yield chunks
        except anthropic.APIError as error:
            raise reader.broken(from_sdk(error)) from error
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError) as error:
            reader.finish()
            if not reader.is_whole:
                raise reader.broken(from_transport(error, has_begun=reader.has_begun)) from error

    async def _read(self, chunks: AsyncIterator[bytes], reader: StreamReader) -> None:
        """Feed the reader until the answer ends, or until nothing was said for too long."""
        limit = self._endpoint.stall_limit.total_seconds()
        loop = asyncio.get_running_loop()
        spoken_at = loop.time()
        try:
            async with asyncio.timeout(limit) as patience:
                async for chunk in chunks:
                    now = loop.time()
                    if reader.feed(chunk):
                        spoken_at = now
                    latest = min(now, spoken_at + (_PINGS - 1) * limit) + limit
                    patience.reschedule(now + _FAREWELL if reader.is_whole else latest)
        except TimeoutError:
            if reader.is_whole:
                return
            raise reader.broken(ModelError(FailureKind.SILENT)) from None


async def _start_of(chunks: AsyncIterator[bytes]) -> bytes:
    start = b""
    async for chunk in chunks:
        start += chunk
        if len(start) >= _START:
            break
    return start
