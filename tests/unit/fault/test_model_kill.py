"""kill -9 while a model answers: the part stays, nothing is applied by halves, nobody is asked."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from core.copilot.model import FailureKind
from core.copilot.records import CallEnd, WaitingState
from core.opening import open_apart
from core.sessions.messages import MessageStatus, Role
from core.sessions.session_service import Intake
from core.sessions.workspace import Workspace
from tests.fakes.model_server import ModelServer, block
from tests.unit.fault.asking_victim import ask

PATIENCE = 60.0
PROSE = "Let us look at the cable first. Is the light beside it on? " * 20
WHOLE = (
    PROSE
    + block("QUESTIONS", [{"text": "Is the light on?"}])
    + block("PROMOTE", {"source_type": "ai_synthesis", "text": "Only one PC is offline."})
)
_context = multiprocessing.get_context("spawn")


class Scene:
    """A data folder with one session that waits for its first answer."""

    def __init__(self, folder: Path, server: ModelServer) -> None:
        self.folder, self.server = folder, server
        core = open_apart(folder)
        self.id: UUID = core.sessions.create(Intake(text="No internet on one PC")).session_id
        core.conversation.send(self.id, "No internet on one PC")
        asyncio.run(core.aclose())

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Another process asks the model; it is killed at the end of the block."""
        mine, its = _context.Pipe(duplex=False)
        arguments = (self.folder, self.server.url, self.id, its)
        process = _context.Process(target=ask, args=arguments)
        process.start()
        its.close()
        try:
            yield mine
        finally:
            process.kill()
            process.join()
            process.close()
            mine.close()

    def reopened(self) -> tuple[Workspace, list[CallEnd]]:
        """What the next start finds."""
        core = open_apart(self.folder)
        try:
            workspace = core.workspace.load(self.id)
            return workspace, [call.end for call in core.calls.of_session(self.id)]
        finally:
            asyncio.run(core.aclose())


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with ModelServer() as server:
        yield Scene(tmp_path, server)


def hear(pipe: Connection, is_it: Callable[[str | None], bool]) -> None:
    """Wait until the victim says it."""
    until = time.monotonic() + PATIENCE
    while pipe.poll(max(0.0, until - time.monotonic())):
        if is_it(pipe.recv()):
            return
    pytest.fail("the victim did not get that far")


def test_killed_in_mid_stream_the_part_is_there(scene: Scene) -> None:
    scene.server.hold(WHOLE, after=300)
    with scene.asking() as pipe:
        hear(pipe, bool)
    workspace, ends = scene.reopened()
    part = workspace.messages[-1]
    assert (part.role, part.status, part.failure) == (
        Role.ASSISTANT,
        MessageStatus.INTERRUPTED,
        FailureKind.INTERRUPTED,
    )
    assert part.text
    assert PROSE.startswith(part.text)
    assert (workspace.lane, workspace.facts) == ((), ())
    assert ends == [CallEnd.FAILED]
    assert workspace.waiting is not None
    assert workspace.waiting.state is WaitingState.FAILED
    assert len(scene.server.requests) == 1


def test_killed_before_the_first_word_the_answer_is_owed(scene: Scene) -> None:
    scene.server.silence()
    with scene.asking() as pipe:
        hear(pipe, lambda said: said == "")
        until = time.monotonic() + PATIENCE
        while not scene.server.requests and time.monotonic() < until:
            pipe.poll(0.01)
    workspace, ends = scene.reopened()
    assert [one.role for one in workspace.messages] == [Role.ENGINEER]
    assert ends == [CallEnd.FAILED]
    assert workspace.waiting is not None


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_any_moment_a_turn_is_applied_whole_or_not_at_all(
    scene: Scene, seed: int
) -> None:
    scene.server.answer(WHOLE, chunk=20)
    with scene.asking() as pipe:
        hear(pipe, lambda said: said == "")
        until = time.monotonic() + Random(seed).uniform(0.0, 2.0)
        while time.monotonic() < until and (not pipe.poll(0.001) or pipe.recv() is not None):
            pass
    workspace, ends = scene.reopened()
    answers = [one for one in workspace.messages if one.role is Role.ASSISTANT]
    is_whole = [one.status for one in answers] == [MessageStatus.COMPLETE]
    assert len(answers) <= 1
    assert all(one.status is not MessageStatus.STREAMING for one in answers)
    assert (len(workspace.lane), len(workspace.facts)) == ((1, 1) if is_whole else (0, 0))
    assert all(end is not CallEnd.UNDER_WAY for end in ends)
    assert (ends == [CallEnd.COMPLETE]) is is_whole
    assert (workspace.waiting is None) is (is_whole or not ends)
