"""The official SDK behind our own terms: requests out, text in, every failure as a `ModelError`.

The SDK is loaded at the first call, on the model thread: it takes about a second. It is used for
connections, retries, headers and error bodies; the stream is read by `anthropic_stream`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from core.copilot.model import Endpoint, FailureKind, ModelError, ModelReply, ModelRequest
from core.copilot.providers.anthropic_attempts import one_attempt
from core.copilot.providers.anthropic_failures import from_sdk, from_transport
from core.copilot.providers.anthropic_request import LEARN_BETA, request_json, without_learn
from core.copilot.providers.anthropic_stream import StreamReader
from core.settings.places import Place, place_of

if TYPE_CHECKING:
    import anthropic
    import httpx2

_log = logging.getLogger(__name__)
_NO_KEY = "none"
_FAREWELL = 1.0
"""Seconds a server may take to end the stream behind its last event."""
_PINGS = 3
"""How many times the stall limit a server may go on with signs of life that say nothing."""


class AnthropicClient:
    """Asks one endpoint. Made anywhere, used on one event loop."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client: anthropic.AsyncAnthropic | None = None

    async def ask(
        self, request: ModelRequest, on_text: Callable[[str], None] = lambda _: None
    ) -> ModelReply:
        """Stream an answer. See `ModelClient.ask`."""
        if not request.use_learn:
            return await self._ask(request, on_text)
        _log.info("mcp.turn")
        try:
            return await self._ask(request, on_text)
        except ModelError as error:
            is_of_mcp = error.kind is FailureKind.REJECTED and "mcp" in error.detail.lower()
            if error.partial or not is_of_mcp:
                raise
        _log.info("mcp.fallback")
        return await self._ask(without_learn(request), on_text)

    async def aclose(self) -> None:
        """Close the connections. Safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

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

    @asynccontextmanager
    async def _open(
        self, request: ModelRequest, reader: StreamReader
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes of the answer; whatever breaks while they are read is a `ModelError`."""
        import anthropic
        import httpx2

        if self._client is None:
            self._client = self._make_client()
        # The body is ours to the letter: what is previewed and logged is what is sent.
        body: Any = request_json(request)
        messages: Any = self._client.messages
        if request.use_learn:
            messages, body = self._client.beta.messages, {**body, "betas": [LEARN_BETA]}
        try:
            async with messages.with_streaming_response.create(**body) as response:
                reader.check_type(response.headers.get("content-type", ""))
                yield response.iter_bytes()
        except anthropic.APIError as error:
            raise reader.broken(from_sdk(error)) from error
        except (httpx2.HTTPError, httpx2.StreamError, ssl.SSLError, OSError) as error:
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

    def _make_client(self) -> anthropic.AsyncAnthropic:
        import anthropic
        import httpx2

        # Below that it tells of whole requests, and those stay out of our log at any level.
        logging.getLogger("anthropic").setLevel(logging.INFO)
        endpoint = self._endpoint
        timeout = httpx2.Timeout(
            endpoint.stall_limit.total_seconds(),
            connect=endpoint.connect_timeout.total_seconds(),
        )
        headers: dict[str, str | anthropic.Omit] = {
            # What the environment adds for other programs must not reach this endpoint.
            **{name: anthropic.Omit() for name in _ambient_headers()},
            **({} if endpoint.api_key else {"Authorization": anthropic.Omit()}),
            **dict(endpoint.headers),
        }
        return anthropic.AsyncAnthropic(
            api_key=endpoint.api_key or _NO_KEY,
            base_url=endpoint.base_url or "https://api.anthropic.com",
            default_headers=headers,  # type: ignore[arg-type]  # the SDK takes Omit, its type not
            max_retries=1,
            timeout=timeout,
            open_telemetry=False,
            middleware=[one_attempt],
            http_client=_http_client(endpoint, timeout),
        )


def _http_client(endpoint: Endpoint, timeout: httpx2.Timeout) -> httpx2.AsyncClient:
    """Certificates and proxies as the system has them; nothing in between for a near server."""
    import httpx2
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if endpoint.ca_file:
        try:
            context.load_verify_locations(endpoint.ca_file)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ModelError(FailureKind.TLS, f"{endpoint.ca_file}: {reason}") from error
    is_near = place_of(endpoint.base_url) is not Place.INTERNET
    try:
        return httpx2.AsyncClient(
            verify=context,
            timeout=timeout,
            follow_redirects=False,
            proxy=None if is_near else endpoint.proxy or None,
            trust_env=not is_near,
        )
    except (httpx2.InvalidURL, ValueError) as error:
        # The system's proxy is whatever somebody wrote there.
        raise ModelError(FailureKind.OFFLINE, f"The proxy: {error}") from error


def _ambient_headers() -> list[str]:
    lines = os.environ.get("ANTHROPIC_CUSTOM_HEADERS", "").split("\n")
    return [line.partition(":")[0].strip() for line in lines if ":" in line]
