"""What else may answer at an address: other servers, pages, half an answer, no HTTP at all."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Iterator

import pytest

from core.copilot.connection import MAKERS_ADDRESS
from core.copilot.model import (
    Endpoint,
    FailureKind,
    ModelError,
    ModelMessage,
    ModelReply,
    ModelRequest,
    Speaker,
    SystemBlock,
    TextPart,
)
from core.copilot.providers.anthropic_client import AnthropicClient
from core.copilot.providers.anthropic_connection import connect
from core.copilot.providers.anthropic_details import DETAIL_LIMIT, plain, reason_of, without
from core.copilot.providers.anthropic_request import request_json
from tests.fakes.model_server import ModelServer, Received, Wire
from tests.fakes.outlets import http_clients

KEY = "sk-test-key-0123456789"
TRICKY = "a\u2028b\u2029c\x85d\x0be\x1cf – Grüße 🔑"
REQUEST = ModelRequest(
    model="m",
    system=(),
    messages=(ModelMessage(Speaker.USER, (TextPart("Outlook asks for a password"),)),),
    max_tokens=50,
)
LEARNING = ModelRequest(
    model="m", system=(), messages=REQUEST.messages, max_tokens=50, use_learn=True
)
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


async def ask(endpoint: Endpoint, request: ModelRequest = REQUEST) -> ModelReply:
    client = AnthropicClient(endpoint, http_clients())
    try:
        return await client.ask(request)
    finally:
        await client.aclose()


async def failure(endpoint: Endpoint, request: ModelRequest = REQUEST) -> ModelError:
    with pytest.raises(ModelError) as raised:
        await ask(endpoint, request)
    return raised.value


def at(server: ModelServer) -> Endpoint:
    return Endpoint(base_url=server.url, api_key=KEY)


def write(server: ModelServer, content: bytes, times: int = 1) -> None:
    """Answer with these bytes on the bare connection, then drop it."""

    def answer(wire: Wire, _: Received) -> None:
        if content:
            wire.write(content)

    for _ in range(times):
        server.script(answer)


@pytest.mark.parametrize("byte_chunk", [0, 1])
async def test_every_character_of_an_answer_arrives(server: ModelServer, byte_chunk: int) -> None:
    server.byte_chunk = byte_chunk
    server.answer(TRICKY, chunk=3)
    assert (await ask(at(server))).text == TRICKY


async def test_a_long_answer_arrives_whole(server: ModelServer) -> None:
    text = "0123456789abcde\n" * 65_536
    server.answer(text, chunk=4_096)
    assert (await ask(at(server))).text == text


@pytest.mark.parametrize("content", [b"", b"HTTP/1.1 200 OK\r\nContent-T"])
async def test_a_cut_before_the_answer_is_tried_once_more(
    server: ModelServer, content: bytes
) -> None:
    write(server, content)
    server.answer("Here now")
    assert (await ask(at(server))).text == "Here now"
    write(server, content, times=2)
    error = await failure(at(server))
    assert (error.kind, error.partial) == (FailureKind.INTERRUPTED, "")
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"220 mail.example ESMTP ready\r\n\r\n",
        b"\x15\x03\x03\x00\x02\x02\x46\r\n\r\n",
        STREAM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        STREAM + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
    ],
)
async def test_what_speaks_no_http_is_no_model(server: ModelServer, content: bytes) -> None:
    write(server, content, times=2)
    assert (await failure(at(server))).kind is FailureKind.INCOMPATIBLE


async def test_an_answer_whose_end_was_told_survives_a_cut(server: ModelServer) -> None:
    def answer(wire: Wire, _: Received) -> None:
        delta = {"type": "text_delta", "text": "All of it"}
        wire.begin()
        wire.event({"type": "content_block_delta", "index": 0, "delta": delta})
        wire.event({"type": "message_delta", "delta": {"stop_reason": "end_turn"}})

    server.script(answer)
    assert (await ask(at(server))).text == "All of it"


async def test_the_last_event_may_end_with_the_stream(server: ModelServer) -> None:
    server.raw(
        b'data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Ok"}}\n\n',
        b'data: {"type":"message_stop"}',
    )
    assert (await ask(at(server))).text == "Ok"


@pytest.mark.parametrize(
    "end",
    [
        {"type": "message_stop"},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
    ],
)
async def test_nobody_waits_for_a_server_that_does_not_hang_up(
    server: ModelServer, end: dict[str, object]
) -> None:
    def answer(wire: Wire, received: Received) -> None:
        delta = {"type": "text_delta", "text": "All of it"}
        wire.begin()
        wire.event({"type": "content_block_delta", "index": 0, "delta": delta})
        wire.event(end)
        server.wait_for_release(received)

    server.script(answer)
    async with asyncio.timeout(15):
        assert (await ask(at(server))).text == "All of it"
    assert await asyncio.to_thread(server.newest.was_left.wait, 5)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, FailureKind.INCOMPATIBLE),
        (404, FailureKind.NOT_FOUND),
        (405, FailureKind.INCOMPATIBLE),
        (501, FailureKind.INCOMPATIBLE),
        (502, FailureKind.SERVER),
        (511, FailureKind.INCOMPATIBLE),
    ],
)
async def test_a_page_is_told_by_its_title(
    server: ModelServer, status: int, kind: FailureKind
) -> None:
    page = b"<!DOCTYPE html><html><head><title>Gateway &amp; more</title></head><p>x</html>"
    for _ in range(2):
        server.script(lambda wire, _: wire.status(status, page, "text/html; charset=utf-8"))
    error = await failure(at(server))
    assert (error.kind, error.detail) == (kind, "Gateway & more")


async def test_a_sign_in_page_is_told_by_its_words(server: ModelServer) -> None:
    server.page()
    assert (await failure(at(server))).detail == (
        "It answered with text/html in place of a stream. Please sign in"
    )


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        (
            {
                "error": {
                    "type": "exceed_context_size_error",
                    "message": "the request exceeds the available context size",
                    "n_ctx": 8192,
                }
            },
            FailureKind.TOO_LONG,
            "the request exceeds the available context size",
        ),
        ({"error": "model is loading"}, FailureKind.SERVER, "model is loading"),
        (
            {"type": "message", "content": [{"type": "text", "text": "Hi"}]},
            FailureKind.INCOMPATIBLE,
            "It answered with application/json in place of a stream.",
        ),
        ([1], FailureKind.INCOMPATIBLE, "It answered with application/json in place of a stream."),
    ],
)
async def test_json_in_place_of_a_stream_is_no_answer(
    server: ModelServer, body: object, kind: FailureKind, detail: str
) -> None:
    server.script(lambda wire, _: wire.status(200, json.dumps(body).encode()))
    error = await failure(at(server))
    assert (error.kind, error.detail) == (kind, detail)


@pytest.mark.parametrize(
    "reason",
    [
        "prompt is too long: 213021 tokens > 200000 maximum",
        "input length and `max_tokens` exceed context limit: 199000 + 4096 > 200000",
        "the request exceeds the available context size. try increasing the context size",
        "This model's maximum context length is 16384 tokens. However, you requested 122946",
        "You passed 1015 input tokens. However, the model's context length is only 1024 tokens",
        "The model is loaded with context length of only 32768 tokens, which is not enough.",
        "context size exceeded",
    ],
)
async def test_a_full_context_is_known_in_every_dialect(server: ModelServer, reason: str) -> None:
    server.fail(400, "BadRequestError", reason)
    assert (await failure(at(server))).kind is FailureKind.TOO_LONG


@pytest.mark.parametrize("status", [400, 401, 404, 500])
async def test_a_key_that_a_server_repeats_is_not_told(server: ModelServer, status: int) -> None:
    server.fail(status, "an_error", f"Incorrect API key provided: {KEY}.", times=2)
    error = await failure(at(server))
    assert error.detail == "Incorrect API key provided: …."
    assert KEY not in "".join(traceback.format_exception(error))


async def test_a_header_that_a_server_repeats_is_not_told(server: ModelServer) -> None:
    server.fail(400, "an_error", "Bad header: gateway-secret (network)")
    headers = (("X-Gateway", "gateway-secret"), ("X-Team", "network"))
    error = await failure(Endpoint(base_url=server.url, headers=headers))
    assert error.detail == "Bad header: … (network)"


async def test_a_key_that_cannot_be_sent_is_not_told(server: ModelServer) -> None:
    error = await failure(Endpoint(base_url=server.url, api_key=f"{KEY}\nX-Other: 1"))
    assert (error.kind, server.requests) == (FailureKind.REJECTED, [])
    assert KEY not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("address", ["http://[::1", "http://127.0.0.1:x", "ftp://127.0.0.1", "x"])
async def test_what_is_no_address_is_offline(address: str) -> None:
    assert (await failure(Endpoint(base_url=address))).kind is FailureKind.OFFLINE


async def test_a_header_of_the_environment_does_not_take_the_key_away(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "authorization: Bearer ambient\nX-Team: ambient")
    await ask(Endpoint(base_url=server.url, api_key=KEY, headers=(("x-team", "ours"),)))
    sent = {name.lower(): value for name, value in server.newest.headers.items()}
    assert (sent["authorization"], sent["x-team"]) == (f"Bearer {KEY}", "ours")


def test_no_address_means_the_makers_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    assert str(connect(Endpoint(api_key=KEY), http_clients()).base_url) == MAKERS_ADDRESS


async def test_a_prefix_of_an_address_is_kept(server: ModelServer) -> None:
    await ask(Endpoint(base_url=f"{server.url}/gateway/team"))
    assert server.newest.path == "/gateway/team/v1/messages"


@pytest.mark.parametrize("learns", [False, True])
async def test_the_body_is_the_previewed_one_to_the_letter(
    server: ModelServer, learns: bool
) -> None:
    request = ModelRequest(
        model="m",
        system=(SystemBlock("a" * 2000, cached=True), SystemBlock("state")),
        messages=(
            ModelMessage(Speaker.USER, (TextPart("none"), TextPart("one")), cached=True),
            ModelMessage(Speaker.USER, (TextPart("two \ud83d"),)),
            ModelMessage(Speaker.ASSISTANT, (TextPart("three"),), cached=True),
            ModelMessage(Speaker.USER, (TextPart("four"),)),
        ),
        max_tokens=9,
        use_learn=learns,
    )
    await ask(at(server), request)
    sent = json.loads(server.newest.raw)
    assert sent == request_json(request)
    assert [message["role"] for message in sent["messages"]] == ["user", "assistant", "user"]
    assert ["cache_control" in block for block in sent["messages"][0]["content"]] == [
        False,
        True,
        False,
    ]
    assert ("mcp_servers" in sent) is learns


@pytest.mark.parametrize(
    "reason",
    [
        "mcp_servers: Extra inputs are not permitted",
        "Connection error while communicating with MCP server 'microsoft-learn'",
        "Unexpected value(s) `mcp-client-2025-11-20` for the `anthropic-beta` header",
    ],
)
@pytest.mark.parametrize("status", [400, 403, 404, 422])
async def test_without_learn_is_better_than_not_at_all(
    server: ModelServer, caplog: pytest.LogCaptureFixture, status: int, reason: str
) -> None:
    caplog.set_level(logging.INFO)
    server.fail(status, "invalid_request_error", reason)
    server.answer("From memory, then")
    assert (await ask(at(server), LEARNING)).text == "From memory, then"
    assert ["mcp_servers" in one.body for one in server.requests] == [True, False]
    assert [one for one in caplog.messages if one.startswith("mcp.")] == [
        "mcp.turn",
        "mcp.fallback",
    ]


@pytest.mark.parametrize(
    ("status", "reason"), [(400, "messages: wrong"), (401, "bad key"), (429, "mcp is busy")]
)
async def test_other_failures_are_not_blamed_on_learn(
    server: ModelServer, status: int, reason: str
) -> None:
    server.fail(status, "an_error", reason, retry_after="60")
    await failure(at(server), LEARNING)
    assert len(server.requests) == 1


async def test_learn_is_not_given_up_in_the_middle_of_an_answer(server: ModelServer) -> None:
    server.error_event("So far", "api_error", "The MCP server hung up")
    error = await failure(at(server), LEARNING)
    assert (error.partial, len(server.requests)) == ("So far", 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"error": {"message": "a"}}, "a"),
        ({"error": "a"}, "a"),
        ({"detail": [{"loc": ["body"], "msg": "a"}, {"msg": "b"}]}, "a; b"),
        ({"message": "a", "error": None}, "a"),
        ("<html><style>p{}</style><p>a <b>b</b></html>", "a b"),
        (None, ""),
        ([[["a"]]], "a"),
    ],
)
def test_a_reason_is_found_wherever_it_is(body: object, reason: str) -> None:
    assert reason_of(body) == reason


def test_a_secret_inside_another_does_not_save_its_rest() -> None:
    assert without(("gateway-key", "gateway-key-0123"), "no: gateway-key-0123") == "no: …"


def test_a_detail_is_short_and_can_be_stored() -> None:
    assert len(plain("x" * 100_000)) == DETAIL_LIMIT
    assert plain(" a\0b\ud83d ") == "a\ufffdb\ufffd"
