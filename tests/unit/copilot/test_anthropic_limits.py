"""How long an engineer waits at most: for a busy server, a mute one, one that only pings."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from core.copilot.model import (
    Endpoint,
    FailureKind,
    ModelError,
    ModelMessage,
    ModelRequest,
    Speaker,
    TextPart,
)
from core.copilot.providers.anthropic_client import AnthropicClient
from core.copilot.providers.anthropic_failures import asked_wait, of_status
from tests.fakes.model_server import ModelServer, Received, Wire
from tests.fakes.outlets import http_clients

REQUEST = ModelRequest(
    model="m",
    system=(),
    messages=(ModelMessage(Speaker.USER, (TextPart("Outlook asks for a password"),)),),
    max_tokens=50,
)
SHORT = timedelta(seconds=0.3)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


@asynccontextmanager
async def client_at(endpoint: Endpoint) -> AsyncIterator[AnthropicClient]:
    client = AnthropicClient(endpoint, http_clients())
    try:
        yield client
    finally:
        await client.aclose()


async def failure(endpoint: Endpoint) -> ModelError:
    async with client_at(endpoint) as client, asyncio.timeout(15):
        with pytest.raises(ModelError) as raised:
            await client.ask(REQUEST)
    return raised.value


@pytest.mark.parametrize("status", [429, 503, 529])
async def test_a_long_wait_is_told_at_once(server: ModelServer, status: int) -> None:
    server.fail(status, "overloaded_error", "busy", retry_after="3600")
    error = await failure(Endpoint(base_url=server.url))
    assert (error.kind, error.retry_after) == (FailureKind.OVERLOADED, timedelta(hours=1))
    assert len(server.requests) == 1


@pytest.mark.parametrize("wait", ["Wed, 21 Oct 2099 07:28:00 GMT", "when it is over", "inf"])
async def test_a_wait_that_may_be_long_is_not_waited_for(server: ModelServer, wait: str) -> None:
    server.fail(429, "rate_limit_error", "busy", retry_after=wait)
    assert (await failure(Endpoint(base_url=server.url))).kind is FailureKind.OVERLOADED
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "7"}, timedelta(seconds=7)),
        ({"retry-after-ms": "250", "retry-after": "7"}, timedelta(seconds=0.25)),
        (
            {
                "retry-after": "Sat, 21 Nov 2026 07:01:30 GMT",
                "date": "Sat, 21 Nov 2026 07:00:00 GMT",
            },
            timedelta(seconds=90),
        ),
        ({"retry-after": "Sat, 21 Nov 2026 07:01:30 GMT"}, None),
        ({"retry-after": "nan"}, None),
    ],
)
def test_a_wait_is_seconds_or_a_date_of_the_servers_clock(
    headers: dict[str, str], wait: timedelta | None
) -> None:
    assert asked_wait(headers) == wait


@pytest.mark.parametrize(("asked", "told"), [("-5", None), ("0", None), ("1e9", 86_400)])
def test_a_wait_nobody_can_use_is_not_told(asked: str, told: int | None) -> None:
    wait = of_status(429, "busy", {"retry-after": asked}).retry_after
    assert wait == (None if told is None else timedelta(seconds=told))


async def test_a_server_that_does_not_begin_is_silent_and_asked_once(server: ModelServer) -> None:
    server.script(lambda _, received: server.wait_for_release(received))
    error = await failure(Endpoint(base_url=server.url, stall_limit=SHORT))
    assert error.kind is FailureKind.SILENT
    assert len(server.requests) == 1


async def test_pings_alone_end_after_three_times_the_limit(server: ModelServer) -> None:
    def ping(wire: Wire, received: Received) -> None:
        wire.begin()
        while not received.was_left.wait(0.05):
            wire.event({"type": "ping"})

    async with client_at(Endpoint(base_url=server.url, stall_limit=SHORT)) as client:
        await client.ask(REQUEST)  # Makes the client, so that the time below is the server's.
        server.script(ping)
        began = time.monotonic()
        with pytest.raises(ModelError) as raised:
            await client.ask(REQUEST)
        took = time.monotonic() - began
    assert raised.value.kind is FailureKind.SILENT
    assert took > 2.5 * SHORT.total_seconds()


async def test_signs_of_life_keep_a_slow_answer_alive(server: ModelServer) -> None:
    def think(wire: Wire, received: Received) -> None:
        wire.begin()
        for _ in range(20):
            received.was_left.wait(0.06)
            wire.event({"type": "content_block_delta", "delta": {"type": "thinking_delta"}})
        wire.event({"type": "content_block_delta", "delta": {"type": "text_delta", "text": "Ok"}})
        wire.event({"type": "message_stop"})
        wire.end()

    server.script(think)
    async with client_at(Endpoint(base_url=server.url, stall_limit=SHORT)) as client:
        assert (await client.ask(REQUEST)).text == "Ok"


async def test_a_clock_that_jumps_while_the_computer_sleeps_ends_a_mute_stream(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows the loop's clock goes on during sleep: at waking the limit has long passed."""

    def begin_and_fall_silent(wire: Wire, received: Received) -> None:
        wire.begin()
        wire.event({"type": "content_block_delta", "delta": {"type": "text_delta", "text": "So"}})
        server.wait_for_release(received)

    loop = asyncio.get_running_loop()
    real = loop.time

    def fall_asleep(_: str) -> None:
        monkeypatch.setattr(loop, "time", lambda: real() + 8 * 3600)

    server.script(begin_and_fall_silent)
    endpoint = Endpoint(base_url=server.url, stall_limit=timedelta(hours=1))
    async with client_at(endpoint) as client:
        with pytest.raises(ModelError) as raised:
            await client.ask(REQUEST, fall_asleep)
    assert raised.value.kind is FailureKind.SILENT


async def test_extra_headers_are_sent_and_may_be_the_only_key(server: ModelServer) -> None:
    headers = (("X-Team", "network"), ("Authorization", "Bearer gateway"))
    async with client_at(Endpoint(base_url=server.url, headers=headers)) as client:
        await client.ask(REQUEST)
    sent = {name.lower(): value for name, value in server.newest.headers.items()}
    assert (sent["x-team"], sent["authorization"]) == ("network", "Bearer gateway")


async def test_a_redirect_is_not_followed(server: ModelServer) -> None:
    there = {"Location": f"{server.url}/elsewhere"}
    server.script(lambda wire, _: wire.status(307, b"", headers=there))
    assert (await failure(Endpoint(base_url=server.url))).kind is FailureKind.INCOMPATIBLE
    assert len(server.requests) == 1


async def test_a_profile_of_other_programs_is_not_used(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_PROFILE", "work")
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", "/nowhere")
    async with client_at(Endpoint(base_url=server.url)) as client:
        await client.ask(REQUEST)
    assert "authorization" not in {name.lower() for name in server.newest.headers}


async def test_a_proxy_that_is_no_address_is_told() -> None:
    error = await failure(Endpoint(base_url="https://model.example", proxy="::::"))
    assert error.kind is FailureKind.OFFLINE
    assert error.detail.startswith("The proxy's address")


async def test_a_dead_proxy_is_offline_and_gets_no_key() -> None:
    error = await failure(
        Endpoint(base_url="http://model.example", proxy="http://127.0.0.1:1", api_key="sk-test")
    )
    assert error.kind is FailureKind.OFFLINE
    assert "sk-test" not in error.detail


async def test_the_sdk_tells_the_log_no_content_at_any_level(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with client_at(Endpoint(base_url=server.url, api_key="sk-test-key")) as client:
        await client.ask(REQUEST)
    assert server.newest.body["messages"]
    assert "asks for a password" not in caplog.text
    assert "sk-test-key" not in caplog.text
