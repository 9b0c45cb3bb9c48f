"""The connection test, with the real SDK against a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.artifacts.image_size import image_size
from core.copilot import endpoint_test
from core.copilot.endpoint_test import EndpointReport, TestStep, read_report, red_square
from core.copilot.model import Endpoint, FailureKind
from core.copilot.providers.anthropic_client import AnthropicClient
from tests.fakes.model_server import ModelServer
from tests.fakes.outlets import http_clients
from tests.unit.db.samples import AT, SteppingClock


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


async def tested(server: ModelServer) -> tuple[EndpointReport, list[TestStep]]:
    steps: list[TestStep] = []
    client = AnthropicClient(Endpoint(base_url=server.url), http_clients())
    try:
        report = await endpoint_test.test_endpoint(
            client, "qwen3:8b", SteppingClock(), lambda step, _: steps.append(step)
        )
    finally:
        await client.aclose()
    return report, steps


async def test_a_good_server_can_do_everything(server: ModelServer) -> None:
    server.answer("one two three")
    server.answer("Red.")
    server.answer("Marigold")
    report, steps = await tested(server)
    assert steps == list(TestStep)
    assert (report.answers, report.streams, report.images) == (True, True, True)
    assert (report.long_prompts, report.caching, report.failure) == (True, True, None)
    assert report.first_word_seconds is not None
    sizes = [len(request.raw) for request in server.requests]
    assert sizes[2] > 30_000


async def test_a_small_server_cannot(server: ModelServer) -> None:
    server.sloppy = True
    server.answer("one two three", chunk=1000)
    server.fail(400, "invalid_request_error", "images are not supported")
    server.answer("I do not know")
    report, _ = await tested(server)
    assert (report.answers, report.streams, report.images) == (True, False, False)
    assert (report.long_prompts, report.caching) == (False, False)


async def test_a_refused_key_ends_the_test(server: ModelServer) -> None:
    server.fail(401, "authentication_error", "invalid x-api-key")
    report, steps = await tested(server)
    assert (report.answers, report.failure) == (False, FailureKind.REFUSED)
    assert (report.detail, report.images) == ("invalid x-api-key", None)
    assert steps == [TestStep.ANSWER]
    assert len(server.requests) == 1


def test_a_report_is_kept_as_it_is() -> None:
    report = EndpointReport(
        model="m", tested_at=AT, answers=True, images=False, failure=FailureKind.TLS, detail="x"
    )
    assert read_report(report.to_json()) == report


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"failure": "bad mood"}'])
def test_what_is_no_report_is_none(text: str) -> None:
    assert read_report(text) is None


def test_the_picture_is_one() -> None:
    assert image_size(red_square()) == (64, 64)


async def test_a_thinking_model_without_words_left_is_no_failure(server: ModelServer) -> None:
    for _ in range(3):
        server.answer("", stop_reason="max_tokens")
    report, _ = await tested(server)
    assert (report.answers, report.failure) == (True, None)
    assert (report.streams, report.images, report.long_prompts) == (None, None, None)
    assert report.first_word_seconds is None


async def test_a_busy_server_says_nothing_about_pictures(server: ModelServer) -> None:
    server.answer("one two three")
    server.fail(429, "rate_limit_error", "busy", retry_after="60")
    server.fail(429, "rate_limit_error", "busy", retry_after="60")
    report, _ = await tested(server)
    assert (report.answers, report.images, report.long_prompts) == (True, None, None)
    assert report.caching is None


async def test_a_prompt_that_does_not_fit_is_told(server: ModelServer) -> None:
    server.answer("one two three")
    server.answer("red")
    server.fail(400, "invalid_request_error", "prompt is too long")
    report, _ = await tested(server)
    assert (report.images, report.long_prompts, report.caching) == (True, False, None)
