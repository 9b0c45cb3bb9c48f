"""The whole way of a model's turn: settings, official SDK, a server on this machine, the lane."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core.app import Core
from core.copilot.model import FailureKind
from core.copilot.model_key import ModelSecrets
from core.copilot.records import CallEnd, ModelCall, WaitingState
from core.copilot.standing import ModelReach
from core.events import AssistantWriting, EndedWork, WorkEnded
from core.opening import open_apart
from core.sessions.messages import Message, MessageStatus, Role, Rung
from core.sessions.session_service import Intake
from core.sessions.workspace import Workspace
from core.settings import definitions as settings
from tests.fakes.model_server import ModelServer
from tests.fakes.secrets import MemorySecretStore

PATIENCE = 15.0
LOOK_EVERY = 0.005
PROSE = "Let us look at the cable first. Is the light beside it on?\n\n"
WHOLE = (
    f"{PROSE}[QUESTIONS]"
    '[{"text": "Is the light on?", "options": ["Yes", "No"]}][/QUESTIONS]'
    '[ACTIONS][{"label": "Read the address", "command": "ipconfig /all"}][/ACTIONS]'
)


class Laptop:
    """A data folder of its own, with a cloud model at the server's address."""

    def __init__(self, folder: Path, server: ModelServer) -> None:
        self.folder, self.server = folder, server
        self.secrets = MemorySecretStore()
        self.told: list[AssistantWriting] = []
        self.core = self._open()
        self.core.settings.write(settings.CLOUD_BASE_URL, server.url)
        ModelSecrets(self.secrets).keep_key(Rung.CLOUD, "sk-of-a-test")
        self.core.connections.refresh()
        self.id = self.begin("No internet on one PC, others are fine")

    def _open(self) -> Core:
        core = open_apart(self.folder, self.secrets)
        core.bus.subscribe(AssistantWriting, self.told.append)
        return core

    def begin(self, text: str) -> UUID:
        session_id = self.core.sessions.create(Intake(text=text)).session_id
        self.core.conversation.send(session_id, text)
        return session_id

    def play(self, *steps: Callable[[], Coroutine[None, None, object]]) -> None:
        """Do things one after another, then close everything and open it again."""

        async def run() -> None:
            try:
                for step in steps:
                    await asyncio.wait_for(step(), PATIENCE)
            finally:
                await self.core.aclose()

        asyncio.run(run())
        self.core = self._open()

    async def take_turn(self) -> None:
        await self.core.copilot.take_turn(self.id)

    async def say_and_ask(self, text: str = "The light is on.") -> None:
        await self.core.database.run(lambda: self.core.conversation.send(self.id, text))
        await self.take_turn()

    async def until_told(self) -> None:
        """Wait for the first visible words."""
        while not self.told:  # noqa: ASYNC110 - told on another thread
            await asyncio.sleep(LOOK_EVERY)

    @property
    def workspace(self) -> Workspace:
        return self.core.workspace.load(self.id)

    @property
    def answers(self) -> list[Message]:
        return [one for one in self.workspace.messages if one.role is Role.ASSISTANT]

    @property
    def calls(self) -> list[ModelCall]:
        """Oldest first."""
        return list(reversed(self.core.calls.of_session(self.id)))

    def close(self) -> None:
        asyncio.run(self.core.aclose())


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    with ModelServer() as server:
        laptop = Laptop(tmp_path, server)
        yield laptop
        laptop.close()


@pytest.mark.parametrize("byte_chunk", [0, 1, 1000])
def test_a_streamed_answer_reaches_the_lane(laptop: Laptop, byte_chunk: int) -> None:
    laptop.server.byte_chunk = byte_chunk
    laptop.server.answer(WHOLE)
    laptop.play(laptop.take_turn)
    (answer,) = laptop.answers
    assert (answer.text, answer.status) == (PROSE.strip(), MessageStatus.COMPLETE)
    assert [one.text for one in laptop.workspace.lane] == ["Is the light on?", "Read the address"]
    assert all(PROSE.startswith(one.prose.rstrip()) for one in laptop.told)


def test_what_is_logged_and_previewed_is_what_the_server_gets(laptop: Laptop) -> None:
    shown: list[str] = []

    async def preview() -> None:
        shown.append((await laptop.core.copilot.preview(laptop.id)).body)

    laptop.play(preview)
    laptop.play(laptop.take_turn)
    (call,) = laptop.calls
    got = laptop.server.newest.body
    assert json.loads(call.body) == {name: got[name] for name in json.loads(call.body)}
    assert {name for name in got if name not in json.loads(call.body)} <= {"stream"}
    assert shown == [call.body]
    assert call.address == laptop.server.url


def test_the_second_turn_reads_the_cache(laptop: Laptop) -> None:
    laptop.play(laptop.take_turn, laptop.say_and_ask, lambda: laptop.say_and_ask("No."))
    calls = laptop.calls
    assert calls[0].cache_read_tokens == 0
    assert calls[0].cache_creation_tokens > 0
    assert calls[1].cache_read_tokens > 0
    assert calls[2].cache_read_tokens > calls[1].cache_read_tokens
    assert laptop.workspace.spend.cache_read_tokens == sum(one.cache_read_tokens for one in calls)


def test_secrets_never_reach_the_server_also_after_a_restart(laptop: Laptop) -> None:
    laptop.play(lambda: laptop.say_and_ask("The WiFi password: Hunter2-x99 does not work."))
    laptop.play(lambda: laptop.say_and_ask("Is Hunter2-x99 even allowed?"))
    first, second = (one.texts for one in laptop.server.requests)
    assert "Hunter2-x99" not in first + second
    assert "REDACTED_PASSWORD_1" in first
    assert "Is REDACTED_PASSWORD_1 even allowed?" in second


FAILURES: dict[FailureKind, Callable[[ModelServer], None]] = {
    FailureKind.REFUSED: lambda server: server.fail(401, "authentication_error"),
    FailureKind.NOT_FOUND: lambda server: server.fail(404, "not_found_error"),
    FailureKind.OVERLOADED: lambda server: server.fail(
        529, "overloaded_error", retry_after="0.01", times=2
    ),
    FailureKind.TOO_LONG: lambda server: server.fail(
        400, "invalid_request_error", "prompt is too long: 250000 tokens > 200000 maximum", times=2
    ),
    FailureKind.INTERRUPTED: lambda server: server.cut(WHOLE, after=0),
    FailureKind.INCOMPATIBLE: lambda server: server.page(),
    FailureKind.REJECTED: lambda server: server.fail(400, "invalid_request_error", "no such field"),
    FailureKind.SERVER: lambda server: server.fail(500, retry_after="0.01", times=2),
    FailureKind.EMPTY: lambda server: server.answer(""),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_every_failure_waits_for_the_engineer_and_can_be_tried_again(
    laptop: Laptop, kind: FailureKind
) -> None:
    FAILURES[kind](laptop.server)
    laptop.play(laptop.take_turn)
    waiting = laptop.workspace.waiting
    assert waiting is not None
    assert (waiting.failure, waiting.state) == (kind, WaitingState.FAILED)
    assert laptop.answers == []
    assert laptop.calls[-1].failure is kind
    laptop.server.answer(WHOLE)
    laptop.play(laptop.take_turn)
    assert laptop.workspace.waiting is None
    assert [one.text for one in laptop.answers] == [PROSE.strip()]


def test_a_server_that_goes_silent_is_given_up(laptop: Laptop) -> None:
    laptop.core.settings.write(settings.CLOUD_STALL_LIMIT, 5)
    laptop.server.silence()
    laptop.play(laptop.take_turn)
    waiting = laptop.workspace.waiting
    assert waiting is not None
    assert waiting.failure is FailureKind.SILENT


def test_a_file_of_certificates_that_is_gone_says_so(laptop: Laptop) -> None:
    laptop.core.settings.write(settings.MODEL_CA_FILE, str(laptop.folder / "gone.pem"))
    laptop.play(laptop.take_turn)
    waiting = laptop.workspace.waiting
    assert waiting is not None
    assert waiting.failure is FailureKind.TLS
    assert "gone.pem" in waiting.detail


def test_nobody_listening_is_offline_and_the_answer_comes_late(laptop: Laptop) -> None:
    laptop.core.settings.write(settings.CLOUD_BASE_URL, "http://127.0.0.1:9")
    laptop.core.connections.refresh()

    async def queue() -> None:
        copilot = laptop.core.copilot
        await laptop.core.database.run(lambda: copilot.ask_when_online(laptop.id))

    laptop.play(laptop.take_turn, queue)
    waiting = laptop.workspace.waiting
    assert waiting is not None
    assert (waiting.failure, waiting.state) == (FailureKind.OFFLINE, WaitingState.QUEUED)
    laptop.core.settings.write(settings.CLOUD_BASE_URL, laptop.server.url)
    laptop.core.connections.refresh()
    laptop.server.answer(WHOLE)
    ended: list[WorkEnded] = []
    laptop.core.bus.subscribe(WorkEnded, ended.append)

    async def online() -> None:
        laptop.core.copilot.learned(Rung.CLOUD, ModelReach.REACHABLE)
        await asyncio.gather(*(laptop.core.copilot.answer_queued() for _ in range(2)))

    laptop.play(online)
    (answer,) = laptop.answers
    assert answer.is_late
    assert ended == [WorkEnded(work=EndedWork.LATE_ANSWER, session_id=laptop.id)]
    assert len(laptop.server.requests) == 1
    assert len(laptop.workspace.lane) == 2


def test_a_cut_stream_keeps_the_part_and_can_go_on(laptop: Laptop) -> None:
    laptop.server.cut(WHOLE, after=len(PROSE) + 40)
    laptop.server.answer("And now the rest.")

    async def go_on() -> None:
        await laptop.core.copilot.continue_answer(laptop.id)

    laptop.play(laptop.take_turn)
    (part,) = laptop.answers
    assert (part.text, part.status, part.failure) == (
        PROSE.strip(),
        MessageStatus.INTERRUPTED,
        FailureKind.INTERRUPTED,
    )
    assert laptop.workspace.lane == ()
    laptop.play(go_on)
    assert [one.status for one in laptop.answers] == [
        MessageStatus.INTERRUPTED,
        MessageStatus.COMPLETE,
    ]


def test_stop_hangs_up_and_keeps_the_part(laptop: Laptop) -> None:
    laptop.server.hold(WHOLE, after=40)

    async def stop_soon() -> None:
        turn = asyncio.ensure_future(laptop.take_turn())
        await laptop.until_told()
        laptop.core.copilot.stop(laptop.id)
        await turn

    laptop.play(stop_soon)
    (part,) = laptop.answers
    assert part.status is MessageStatus.STOPPED
    assert PROSE.startswith(part.text)
    assert laptop.server.newest.was_left.wait(PATIENCE)
    assert laptop.calls[0].end is CallEnd.STOPPED


def test_closing_in_the_middle_of_an_answer_is_quick_and_leaves_no_thread(laptop: Laptop) -> None:
    laptop.server.hold(WHOLE, after=40)
    turns: list[asyncio.Task[None]] = []

    async def begin() -> None:
        turns.append(asyncio.ensure_future(laptop.take_turn()))
        await laptop.until_told()

    async def close() -> None:
        await asyncio.wait_for(laptop.core.aclose(), 2)
        await asyncio.gather(*turns, return_exceptions=True)

    laptop.play(begin, close)
    assert "model" not in {thread.name for thread in threading.enumerate()}
    (part,) = laptop.answers
    assert PROSE.startswith(part.text)
    assert part.status is MessageStatus.INTERRUPTED
    assert laptop.workspace.waiting is not None
    assert laptop.server.newest.was_left.wait(PATIENCE)


def test_two_sessions_stream_side_by_side(laptop: Laptop) -> None:
    other = laptop.begin("The printer is offline")
    laptop.server.hold(WHOLE, after=40)
    laptop.server.answer("The other one.")

    async def both() -> None:
        first = asyncio.ensure_future(laptop.take_turn())
        await laptop.until_told()
        await laptop.core.copilot.take_turn(other)
        assert not first.done()
        laptop.server.release()
        await first

    laptop.play(both)
    assert laptop.answers[0].text == PROSE.strip()
    assert laptop.core.workspace.load(other).messages[-1].text == "The other one."
