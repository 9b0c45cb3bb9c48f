"""The model's server of the tests is held to what it promises: other tests believe it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.fakes.model_server import DEFAULT, ModelServer

HELLO = {"type": "text", "text": "Hello"}
BODY: dict[str, object] = {
    "model": "m",
    "max_tokens": 5,
    "stream": True,
    "messages": [{"role": "user", "content": [HELLO]}],
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


def post(server: ModelServer, **changed: object) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    try:
        connection.request("POST", "/v1/messages", json.dumps({**BODY, **changed}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def events(content: bytes) -> list[dict[str, object]]:
    lines = content.decode().splitlines()
    return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]


@pytest.mark.parametrize("byte_chunk", [0, 1, 13])
def test_it_streams_the_events_of_the_api_in_order(server: ModelServer, byte_chunk: int) -> None:
    server.byte_chunk = byte_chunk
    kinds = [event["type"] for event in events(post(server)[1])]
    deltas = [kind for kind in kinds if kind == "content_block_delta"]
    assert kinds[:3] == ["message_start", "content_block_start", "ping"]
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert len(deltas) == -(-len(DEFAULT) // 7)


def test_a_sloppy_one_leaves_out_what_sloppy_ones_do(server: ModelServer) -> None:
    server.sloppy = True
    content = post(server)[1]
    assert b"event:" not in content
    assert b"usage" not in content
    assert {event["type"] for event in events(content)}.isdisjoint({"ping", "message_stop"})


@pytest.mark.parametrize(
    "changed",
    [
        {"max_tokens": None},
        {"model": ""},
        {"messages": []},
        {"messages": [{"role": "assistant", "content": [{"type": "text", "text": "Hi"}]}]},
        {"messages": [{"role": "user", "content": []}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]},
        {
            "messages": [
                {"role": "user", "content": [HELLO]},
                {"role": "system", "content": [HELLO]},
            ]
        },
        {"system": [{"type": "text", "text": "a", "cache_control": {}}] * 5},
    ],
)
def test_it_refuses_what_the_real_one_refuses(
    server: ModelServer, changed: dict[str, object]
) -> None:
    status, content = post(server, **changed)
    assert (status, json.loads(content)["error"]["type"]) == (400, "invalid_request_error")


def test_a_cache_is_per_model_and_ends_where_the_prompt_differs(server: ModelServer) -> None:
    def usage(model: str, text: str) -> tuple[int, int]:
        block = {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}
        start = events(post(server, model=model, system=[block])[1])[0]["message"]
        assert isinstance(start, dict)
        counts = start["usage"]
        return counts["cache_read_input_tokens"], counts["cache_creation_input_tokens"]

    prompt = "The prompt. " * 200
    read, created = usage("m", prompt)
    assert read == 0
    assert created > 500
    assert usage("m", prompt) == (created, 0)
    assert usage("other", prompt) == (0, created)
    assert usage("m", "!" + prompt)[0] == 0


def test_nothing_is_left_when_it_ends() -> None:
    before = set(threading.enumerate())
    with ModelServer() as server:
        server.hold("Half and half", after=4)
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
        connection.request("POST", "/v1/messages", json.dumps(BODY))
        assert connection.getresponse().status == 200
    connection.close()
    assert set(threading.enumerate()) <= before
