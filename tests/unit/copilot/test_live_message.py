"""The message an assistant is writing: one row, whatever cuts its writing off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.bus import Bus
from core.copilot import live_message
from core.copilot.live_message import LiveMessage
from core.copilot.model import FailureKind
from core.events import AssistantWriting
from core.sessions.messages import Message, MessageStatus, Rung
from tests.unit.sessions.bench import Bench, MovingClock


class Writing:
    """A bench's session in which an assistant begins to write."""

    def __init__(self, folder: Path) -> None:
        self.bench, bus = Bench(folder), Bus()
        self.told: list[AssistantWriting] = []
        bus.subscribe(AssistantWriting, self.told.append)
        self.live = LiveMessage(
            self.bench.database,
            bus,
            MovingClock(),
            session_id=self.bench.id,
            rung=Rung.CLOUD,
            is_late=False,
        )

    async def write(self, *pieces: str, pause: float) -> None:
        """Grow piece by piece; `pause` seconds after each. Then whoever keeps it is cancelled."""
        keeping = asyncio.ensure_future(self.live.keep())
        for piece in pieces:
            self.live.grow(piece)
            await asyncio.sleep(pause)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)

    async def end(self, status: MessageStatus, failure: FailureKind | None = None) -> None:
        def store() -> None:
            with self.bench.database.work() as work:
                self.live.end(work, self.live.prose, status, failure)

        await self.bench.database.run(store)

    @property
    def messages(self) -> tuple[Message, ...]:
        return self.bench.workspace.messages


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    writing = Writing(tmp_path)
    yield writing
    writing.bench.close()


def test_what_is_written_is_stored_before_it_ends(writing: Writing) -> None:
    asyncio.run(writing.write("Is the ", "cable in?", pause=0.1))
    (message,) = writing.messages
    assert message.status is MessageStatus.STREAMING
    assert message.text == "Is the "
    assert [one.prose for one in writing.told] == ["Is the ", "Is the cable in?"]
    assert {one.message_id for one in writing.told} == {message.id}


@pytest.mark.parametrize("pause", [0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05])
def test_an_answer_that_ends_at_any_moment_is_one_message(writing: Writing, pause: float) -> None:
    async def write_and_end() -> None:
        await writing.write("Is the cable in?", pause=pause)
        await writing.end(MessageStatus.COMPLETE)

    asyncio.run(write_and_end())
    (message,) = writing.messages
    assert (message.text, message.status) == ("Is the cable in?", MessageStatus.COMPLETE)


def test_a_long_answer_is_stored_as_it_grows(
    writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_message, "KEEP_EVERY", 0.0)
    asyncio.run(writing.write("Is ", "the ", "cable ", "in?", pause=0.12))
    (message,) = writing.messages
    assert message.text == "Is the cable in?"


def test_nothing_visible_leaves_no_message(writing: Writing) -> None:
    async def write_and_end() -> None:
        await writing.write("", " \n", pause=0.01)
        await writing.end(MessageStatus.STOPPED)

    asyncio.run(write_and_end())
    assert writing.messages == ()
    assert writing.told == []


def test_a_part_says_why_it_is_one(writing: Writing) -> None:
    async def write_and_end() -> None:
        await writing.write("Is the", pause=0.1)
        await writing.end(MessageStatus.INTERRUPTED, FailureKind.SILENT)

    asyncio.run(write_and_end())
    (message,) = writing.messages
    assert (message.status, message.failure) == (MessageStatus.INTERRUPTED, FailureKind.SILENT)
