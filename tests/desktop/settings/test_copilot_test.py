"""The connection test, with the real SDK against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from core.app import Core
from core.copilot.connection import SMALL_CONTEXT
from core.copilot.endpoint_test import EndpointReport, TestStep
from core.copilot.model import FailureKind
from core.copilot.records import CallEnd
from core.network.sign_in import ProxyPassword
from core.sessions.messages import Rung
from core.settings.definitions import (
    CLOUD_BASE_URL,
    CLOUD_TESTED,
    LOCAL_BASE_URL,
    LOCAL_MODEL_STANDARD,
    MODEL_PROXY,
    PROXY_USER,
)
from desktop.settings.copilot_actions import CopilotActions
from desktop.settings.copilot_section import CopilotSection
from desktop.settings.copilot_test_words import report_lines, step_words
from desktop.settings.diagnostics_section import DiagnosticsSection
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from tests.desktop.settings.room import Room
from tests.desktop.widgets.hands import click
from tests.fakes.certificate import NAME
from tests.fakes.model_server import ModelServer
from tests.fakes.proxy import Proxy
from tests.fakes.secrets import MemorySecretStore

KEY = "sk-ant-api03-0123456789-wxyz"
CLOUD, LOCAL = "Test connection: Cloud model", "Test connection: Local model"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def cloud(core: Core, secrets: MemorySecretStore, server: ModelServer) -> None:
    core.settings.write(CLOUD_BASE_URL, server.url)
    secrets.write("model-key-cloud", KEY)


def good(server: ModelServer) -> None:
    for answer in ("one two three", "Red.", "Marigold"):
        server.answer(answer)


@pytest.mark.usefixtures("cloud")
def test_a_good_model_is_tested_and_remembered(
    room: Room, server: ModelServer, icons: Icons
) -> None:
    section = room.open(CopilotSection)
    good(server)
    room.click(CLOUD)
    for words in ("claude-sonnet-5-5 answers.", "First words after", "It reads pictures."):
        assert room.sees(words), room.texts()
    assert room.sees("It follows long prompts.")
    assert room.sees("It keeps prompts")
    assert room.sees("Directly: the address is on this laptop or its network.")
    assert not section.cloud.test.progress.isVisible()
    again = CopilotSection(icons, "")
    room.bot.addWidget(again)
    CopilotActions(again, room.core, room.feature.keeping, room.scope, room.feature)
    assert again.cloud.test.lines() == section.cloud.test.lines()
    sent = {name.lower(): value for name, value in server.newest.headers.items()}
    assert sent["authorization"] == f"Bearer {KEY}"


@pytest.mark.usefixtures("cloud")
def test_the_calls_are_in_the_log_and_in_the_meter(room: Room, server: ModelServer) -> None:
    room.open(CopilotSection)
    good(server)
    room.click(CLOUD)
    calls = room.core.calls.newest()
    assert [call.end for call in calls] == [CallEnd.COMPLETE] * 3
    assert all(call.session_id is None and KEY not in call.body for call in calls)
    spend = room.core.calls.spend_in_month(room.core.clock.now())
    assert spend.calls == 3
    assert spend.cost > 0


@pytest.mark.usefixtures("cloud")
def test_a_refused_key_is_said_and_not_repeated(room: Room, server: ModelServer) -> None:
    room.open(CopilotSection)
    server.fail(401, "authentication_error", f"invalid x-api-key {KEY}")
    room.click(CLOUD)
    assert room.sees("The server refused the key.")
    assert not room.sees(KEY)
    kept = json.loads(room.core.settings.read(CLOUD_TESTED))
    assert (kept["failure"], kept["detail"]) == ("refused", "")


@pytest.mark.usefixtures("cloud")
def test_a_test_is_cancelled_and_can_be_begun_again(room: Room, server: ModelServer) -> None:
    section = room.open(CopilotSection)
    server.silence()
    click(room.button(CLOUD))
    room.until(lambda: bool(server.requests), "nobody was asked")
    assert section.cloud.test.progress.isVisible()
    assert not room.button(CLOUD).isEnabled()
    room.click("Cancel", section.cloud.test)
    assert room.button(CLOUD).isEnabled()
    assert not section.cloud.test.progress.isVisible()
    room.until(server.newest.was_left.is_set, "the call went on")
    good(server)
    room.click(CLOUD)
    assert room.sees("It reads pictures.")


@pytest.mark.usefixtures("cloud")
def test_another_model_is_another_matter(room: Room, server: ModelServer) -> None:
    section = room.open(CopilotSection)
    good(server)
    room.click(CLOUD)
    section.cloud.stall_limit.spin.setValue(90)
    room.settle()
    assert room.sees("It reads pictures.")
    section.cloud.standard.submitted.emit("claude-opus-5-5")
    room.settle()
    assert not room.sees("It reads pictures.")
    assert room.core.settings.read(CLOUD_TESTED) == ""


@pytest.mark.usefixtures("cloud")
def test_what_was_found_counts_from_the_next_turn_on(room: Room, server: ModelServer) -> None:
    section = room.open(CopilotSection)
    for answer in ("one two three", "Red.", "I do not know."):
        server.answer(answer)
    room.click(CLOUD)
    setup = room.core.connections.setup
    room.until(lambda: setup(Rung.CLOUD).context_tokens == SMALL_CONTEXT, "nobody took it in")
    section.cloud.standard.submitted.emit("claude-opus-5-5")
    room.until(lambda: setup(Rung.CLOUD).context_tokens is None, "another model is blamed")


def test_there_is_nothing_to_test_until_a_model_is_set_up(room: Room, server: ModelServer) -> None:
    section = room.open(CopilotSection)
    for name in (CLOUD, LOCAL):
        assert not room.button(name).isEnabled()
    assert room.sees("Save an API key first.")
    assert room.sees("Write the address and the model first.")
    section.local.address.submitted.emit(server.url)
    room.settle()
    section.local.standard.submitted.emit("qwen3:8b")
    room.settle()
    assert not room.sees("Write the address and the model first.")
    good(server)
    room.click(LOCAL)
    assert room.sees("qwen3:8b answers.")


@pytest.mark.usefixtures("cloud")
def test_the_way_is_told_here_and_in_the_diagnostics(room: Room, server: ModelServer) -> None:
    good(server)
    with Proxy(urlsplit(server.url).port or 0) as proxy:
        proxy.sign_in = "j.vandenberg:hunter2"
        through_proxy(room, proxy, "hunter2")
        room.open(CopilotSection)
        room.click(CLOUD)
        way = f"Through the proxy {urlsplit(proxy.url).netloc}, from the settings here."
        assert room.sees(way), room.texts()
        assert proxy.asked
    room.open(DiagnosticsSection)
    assert room.sees(way), room.texts()
    assert not any("hunter2" in text or "vandenberg" in text for text in room.texts())


@pytest.mark.usefixtures("cloud")
def test_a_proxy_that_refuses_the_password_is_asked_once(room: Room, server: ModelServer) -> None:
    with Proxy(urlsplit(server.url).port or 0) as proxy:
        proxy.sign_in = "j.vandenberg:hunter2"
        through_proxy(room, proxy, "hunter1")
        room.open(CopilotSection)
        room.click(CLOUD)
        assert room.sees("The proxy asks for a sign-in."), room.texts()
        assert len(proxy.asked) == 1
    assert server.requests == []


def through_proxy(room: Room, proxy: Proxy, password: str) -> None:
    """Set up a model on the internet that only the proxy knows the way to."""
    settings = room.core.settings
    settings.write(CLOUD_BASE_URL, f"http://{NAME}")
    settings.write(MODEL_PROXY, proxy.url)
    settings.write(PROXY_USER, "j.vandenberg")
    ProxyPassword(room.core.secrets).keep(password)
    room.core.connections.refresh()


def test_a_server_that_is_not_running_is_named(room: Room) -> None:
    room.core.settings.write(LOCAL_BASE_URL, "http://127.0.0.1:9")
    room.core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
    room.open(CopilotSection)
    room.click(LOCAL)
    assert room.sees("Start the server")


def test_a_page_is_no_model(room: Room, server: ModelServer) -> None:
    room.core.settings.write(LOCAL_BASE_URL, server.url)
    room.core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
    room.open(CopilotSection)
    server.page()
    room.click(LOCAL)
    assert room.sees("does not speak the Messages API")


@pytest.mark.parametrize("kind", FailureKind)
@pytest.mark.parametrize("rung", [Rung.CLOUD, Rung.LOCAL])
def test_every_failure_says_what_to_do(kind: FailureKind, rung: Rung) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    report = EndpointReport(model="m", tested_at=at, failure=kind, detail="because")
    (line,) = report_lines(report, rung)
    assert line.tone is Tone.DANGER
    assert line.text.count(". ") >= 2
    assert line.text.endswith("The server said: because")


def test_what_is_weak_says_so() -> None:
    report = EndpointReport(
        model="m",
        tested_at=datetime(2026, 3, 1, tzinfo=UTC),
        answers=True,
        streams=False,
        first_word_seconds=12.34,
        images=False,
        long_prompts=False,
        caching=False,
    )
    tones = [line.tone for line in report_lines(report, Rung.LOCAL)]
    assert tones == [Tone.SUCCESS, Tone.WARNING, Tone.WARNING, Tone.WARNING, Tone.NEUTRAL]
    assert all(step_words(step) for step in TestStep)
