"""The official SDK against a real server: what is sent, what comes back, and every way to break."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from core.copilot.model import (
    Endpoint,
    FailureKind,
    ImagePart,
    ModelError,
    ModelMessage,
    ModelReply,
    ModelRequest,
    Speaker,
    StopReason,
    SystemBlock,
    TextPart,
)
from core.copilot.providers.anthropic_client import AnthropicClient
from core.copilot.providers.anthropic_request import request_json
from tests.fakes.model_server import DEFAULT, ModelServer, Received, Wire
from tests.fakes.outlets import http_clients

LONG = "The static prompt. " * 100
REQUEST = ModelRequest(
    model="claude-sonnet-5-5",
    system=(SystemBlock(LONG, cached=True), SystemBlock("Known: nothing yet.")),
    messages=(ModelMessage(Speaker.USER, (TextPart("Outlook asks für ein Passwort 🔑"),)),),
    max_tokens=500,
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


@asynccontextmanager
async def client_of(server: ModelServer, **fields: object) -> AsyncIterator[AnthropicClient]:
    stall = fields.pop("stall_limit", timedelta(seconds=20))
    assert isinstance(stall, timedelta)
    key = str(fields.pop("api_key", "sk-test-key"))
    assert not fields
    client = AnthropicClient(
        Endpoint(base_url=server.url, api_key=key, stall_limit=stall), http_clients()
    )
    try:
        yield client
    finally:
        await client.aclose()


async def ask(
    server: ModelServer, request: ModelRequest = REQUEST, **fields: object
) -> tuple[ModelReply, list[str]]:
    pieces: list[str] = []
    async with client_of(server, **fields) as client:
        return await client.ask(request, pieces.append), pieces


async def failure(
    server: ModelServer, request: ModelRequest = REQUEST, **fields: object
) -> ModelError:
    with pytest.raises(ModelError) as raised:
        await ask(server, request, **fields)
    return raised.value


@pytest.mark.parametrize("byte_chunk", [0, 1, 3, 50])
async def test_an_answer_comes_piece_by_piece(server: ModelServer, byte_chunk: int) -> None:
    server.byte_chunk = byte_chunk
    server.answer("Grüße: is it only Outlook? 🔑", chunk=5)
    reply, pieces = await ask(server)
    assert reply.text == "".join(pieces) == "Grüße: is it only Outlook? 🔑"
    assert len(pieces) > 3
    assert (reply.stop_reason, reply.model) == (StopReason.FINISHED, "claude-sonnet-5-5")
    assert reply.usage.output_tokens > 0


async def test_what_is_sent_is_what_was_previewed(server: ModelServer) -> None:
    picture = ModelMessage(Speaker.USER, (ImagePart("image/png", b"\x89PNG", "a.png"),))
    await ask(
        server,
        ModelRequest(
            model="m", system=REQUEST.system, messages=(*REQUEST.messages, picture), max_tokens=9
        ),
    )
    sent = server.newest.body
    assert sent == request_json(
        ModelRequest(
            model="m", system=REQUEST.system, messages=(*REQUEST.messages, picture), max_tokens=9
        )
    )
    assert [message["role"] for message in sent["messages"]] == ["user"]
    assert sent["system"][0]["cache_control"] == {"type": "ephemeral"}
    assert sent["messages"][0]["content"][1]["source"]["data"] == "iVBORw=="


async def test_the_second_turn_reads_the_cache(server: ModelServer) -> None:
    first, _ = await ask(server)
    second, _ = await ask(server)
    assert (first.usage.cache_read_tokens, second.usage.cache_creation_tokens) == (0, 0)
    assert first.usage.cache_creation_tokens == second.usage.cache_read_tokens > 400


async def test_the_key_is_sent_and_nothing_from_the_environment(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ambient")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "ambient-token")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Ambient: secret")
    await ask(server)
    headers = {name.lower(): value for name, value in server.newest.headers.items()}
    assert "sk-test-key" in headers["authorization"]
    await ask(server, api_key="")
    bare = json.dumps(dict(server.newest.headers)).lower()
    assert not any(word in bare for word in ("ambient", "authorization", "api-key"))


@pytest.mark.parametrize(
    ("status", "message", "kind", "times"),
    [
        (400, "messages: something is wrong", FailureKind.REJECTED, 1),
        (400, "prompt is too long: 213021 tokens > 200000 maximum", FailureKind.TOO_LONG, 1),
        (400, "the request exceeds the available context size", FailureKind.TOO_LONG, 1),
        (401, "invalid x-api-key", FailureKind.REFUSED, 1),
        (403, "not allowed", FailureKind.REFUSED, 1),
        (404, "model: nope", FailureKind.NOT_FOUND, 1),
        (413, "Request exceeds the maximum size", FailureKind.TOO_LONG, 1),
        (422, "unprocessable", FailureKind.REJECTED, 1),
        (301, "moved", FailureKind.INCOMPATIBLE, 1),
    ],
)
async def test_a_status_is_told_as_what_it_means(
    server: ModelServer, status: int, message: str, kind: FailureKind, times: int
) -> None:
    server.fail(status, "an_error", message, times=times)
    error = await failure(server)
    assert (error.kind, error.detail, error.partial) == (kind, message, "")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, FailureKind.OVERLOADED),
        (500, FailureKind.SERVER),
        (503, FailureKind.OVERLOADED),
        (529, FailureKind.OVERLOADED),
    ],
)
async def test_a_busy_server_is_asked_once_more_and_says_when_to_come_back(
    server: ModelServer, status: int, kind: FailureKind
) -> None:
    # The SDK waits as the server says, for its one retry; a long wait is ours to tell.
    server.fail(status, "overloaded_error", "busy", retry_after="0.01")
    server.fail(status, "overloaded_error", "busy", retry_after="90")
    error = await failure(server)
    assert (error.kind, error.retry_after) == (kind, timedelta(seconds=90))
    assert len(server.requests) == 2


async def test_a_cut_keeps_what_came_and_is_not_repeated(server: ModelServer) -> None:
    server.cut("Half of what was to be said", after=14)
    error = await failure(server)
    assert (error.kind, error.partial) == (FailureKind.INTERRUPTED, "Half of what w")
    assert len(server.requests) == 1


async def test_an_end_without_a_reason_is_a_cut(server: ModelServer) -> None:
    server.end_early("Half")
    assert (await failure(server)).kind is FailureKind.INTERRUPTED


async def test_a_careless_server_is_understood(server: ModelServer) -> None:
    server.sloppy = True
    server.answer("Fine")
    reply, _ = await ask(server)
    assert (reply.text, reply.stop_reason) == ("Fine", StopReason.FINISHED)


async def test_an_error_in_the_middle_keeps_what_came(server: ModelServer) -> None:
    server.error_event("So far", "overloaded_error", "Overloaded")
    error = await failure(server)
    assert (error.kind, error.partial) == (FailureKind.OVERLOADED, "So far")


async def test_a_sign_in_page_is_no_model(server: ModelServer) -> None:
    server.page()
    assert (await failure(server)).kind is FailureKind.INCOMPATIBLE


@pytest.mark.parametrize("garbage", [b"", b"\n\n", b"data: {\n\n", b"data: [1]\n\n", b"\xff\xfe"])
async def test_a_stream_of_nothing_is_incompatible(server: ModelServer, garbage: bytes) -> None:
    server.raw(garbage or b":\n\n")
    assert (await failure(server)).kind is FailureKind.INCOMPATIBLE


async def test_unknown_and_broken_events_cost_nothing_else(server: ModelServer) -> None:
    server.raw(
        b'data: {"type":"message_start","message":{"usage":null}}\n\n',
        b'data: {"type":"content_block_start","content_block":{"type":"thinking"}}\n\n',
        b'data: {"type":"content_block_delta","delta":{"type":"thinking_delta"}}\n\n',
        b"data: {broken\n\n",
        b'data: {"type":"news"}\n\n',
        b'data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Ok"}}\n\n',
        b'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"x":1}}\n\n',
    )
    reply, pieces = await ask(server)
    assert (reply.text, pieces) == ("Ok", ["Ok"])


async def test_silence_ends_at_the_limit(server: ModelServer) -> None:
    server.silence()
    error = await failure(server, stall_limit=timedelta(seconds=0.2))
    assert error.kind is FailureKind.SILENT


async def test_an_answer_without_a_word_is_empty(server: ModelServer) -> None:
    server.answer("")
    assert (await failure(server)).kind is FailureKind.EMPTY


@pytest.mark.parametrize(
    ("reason", "stop"),
    [("max_tokens", StopReason.OUT_OF_TOKENS), ("refusal", StopReason.DECLINED)],
)
async def test_the_reason_to_stop_is_told(
    server: ModelServer, reason: str, stop: StopReason
) -> None:
    server.answer("As far as it goes", stop_reason=reason)
    reply, _ = await ask(server)
    assert reply.stop_reason is stop


async def test_nobody_listening_is_offline() -> None:
    client = AnthropicClient(
        Endpoint(base_url="http://127.0.0.1:1", api_key="sk-test-key"), http_clients()
    )
    with pytest.raises(ModelError) as raised:
        await client.ask(REQUEST)
    assert raised.value.kind is FailureKind.OFFLINE
    await client.aclose()


async def test_plain_text_in_place_of_tls_is_told_as_that(server: ModelServer) -> None:
    address = server.url.replace("http:", "https:")
    client = AnthropicClient(Endpoint(base_url=address, api_key="sk-test-key"), http_clients())
    with pytest.raises(ModelError) as raised:
        await client.ask(REQUEST)
    assert raised.value.kind is FailureKind.TLS
    await client.aclose()


async def test_cancelling_hangs_up_at_once(server: ModelServer) -> None:
    server.hold("A long answer", after=6)
    pieces: list[str] = []
    begun = asyncio.Event()

    def take(piece: str) -> None:
        pieces.append(piece)
        begun.set()

    async with client_of(server) as client:
        asking = asyncio.ensure_future(client.ask(REQUEST, take))
        await begun.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await asyncio.to_thread(server.newest.was_left.wait, 5)
    assert "".join(pieces) == "A long"


async def test_cancelling_before_an_answer_begins_hangs_up_too(server: ModelServer) -> None:
    arrived = threading.Event()

    def think(_: Wire, received: Received) -> None:
        arrived.set()
        server.wait_for_release(received)

    server.script(think)
    async with client_of(server) as client:
        asking = asyncio.ensure_future(client.ask(REQUEST))
        assert await asyncio.to_thread(arrived.wait, 10)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await asyncio.to_thread(server.newest.was_left.wait, 5)
    assert len(server.requests) == 1


async def test_turns_share_a_connection(server: ModelServer) -> None:
    server.keeps_connections = True
    async with client_of(server) as client:
        for _ in range(3):
            await client.ask(REQUEST)
        server.fail(400, "invalid_request_error", "no")
        with pytest.raises(ModelError):
            await client.ask(REQUEST)
        await client.ask(REQUEST)
    assert len({one.port for one in server.requests}) == 1


async def test_calls_at_the_same_time_do_not_mix(server: ModelServer) -> None:
    async with client_of(server) as client, asyncio.TaskGroup() as group:
        calls = [group.create_task(client.ask(REQUEST)) for _ in range(5)]
    assert {call.result().text for call in calls} == {DEFAULT}
    assert len(server.requests) == 5


async def test_learn_is_left_out_when_the_server_does_not_know_it(server: ModelServer) -> None:
    server.fail(400, "invalid_request_error", "mcp_servers: unknown field")
    server.answer("Without it, then")
    request = ModelRequest(
        model="m", system=(), messages=REQUEST.messages, max_tokens=9, use_learn=True
    )
    reply, _ = await ask(server, request)
    assert reply.text == "Without it, then"
    first, second = server.requests
    assert first.body["mcp_servers"][0]["url"] == "https://learn.microsoft.com/api/mcp"
    assert any("mcp-client" in value for value in first.headers.values())
    assert "mcp_servers" not in second.body
    assert not any("mcp-client" in value for value in second.headers.values())


async def test_neither_key_nor_content_is_logged(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await ask(server)
    assert "anthropic.cache read=0" in caplog.text
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("core."))
    assert "sk-test" not in ours
    assert "Outlook" not in ours
