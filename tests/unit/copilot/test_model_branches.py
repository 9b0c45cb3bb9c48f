"""Branches of a conversation with a model, whose answers begin before what they propose."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core.playbooks.library import PlaybookLibrary
from core.sessions.branch_service import BranchService
from core.sessions.messages import MessageStatus, Role
from core.sessions.workspace import Workspace
from tests.fakes.scripted_model import FOREVER, Pause, ScriptedModel
from tests.unit.copilot.asked import Asked, asked, sent_text
from tests.unit.copilot.test_model_turns import CHECK, FACT, FIX, QUESTION

PROPOSALS = (QUESTION, CHECK, FACT, FIX)
SLOW = ("Let us look ", Pause(0.2), "at the cable.\n\n", *PROPOSALS)


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel(SLOW)


@pytest.fixture
def laptop(tmp_path: Path, library: PlaybookLibrary, model: ScriptedModel) -> Iterator[Asked]:
    with asked(tmp_path, library, model) as laptop:
        yield laptop


def fork(laptop: Asked, position: int, text: str | None = None) -> UUID:
    return BranchService(laptop.database, laptop.clock).fork(laptop.id, position, text).session_id


def is_bare(workspace: Workspace) -> bool:
    return (workspace.lane, workspace.facts, workspace.fix) == ((), (), None)


def test_regenerating_takes_back_what_was_proposed_at_the_end(laptop: Asked) -> None:
    laptop.play(laptop.take_turn)
    assert not is_bare(laptop.workspace())
    branch = laptop.workspace(fork(laptop, 2))

    assert [one.role for one in branch.messages] == [Role.ENGINEER]
    assert is_bare(branch)


def test_what_was_said_while_an_answer_came_knows_nothing_of_its_end(laptop: Asked) -> None:
    async def interrupt() -> None:
        turn = asyncio.ensure_future(laptop.copilot.take_turn(laptop.id))
        await laptop.until(lambda: bool(laptop.answers))
        laptop.conversation.send(laptop.id, "It is in.")
        await turn

    laptop.play(interrupt)
    branch = laptop.workspace(fork(laptop, 3, "It is not in."))

    said = [(one.text, one.status) for one in branch.messages[1:]]
    assert said == [
        ("Let us look at the cable.", MessageStatus.COMPLETE),
        ("It is not in.", MessageStatus.COMPLETE),
    ]
    assert is_bare(branch)
    assert not is_bare(laptop.workspace())


def test_a_branch_is_answered_by_itself_while_the_other_answer_stops(
    laptop: Asked, model: ScriptedModel
) -> None:
    """The model hears the new words and not the old ones."""
    branches: list[UUID] = []

    async def fork_while_it_is_written() -> None:
        turn = asyncio.ensure_future(laptop.copilot.take_turn(laptop.id))
        await laptop.until(lambda: bool(laptop.answers))
        branches.append(fork(laptop, 1, "No printer in room three"))
        laptop.copilot.stop(laptop.id)
        await laptop.copilot.take_turn(branches[0])
        await turn

    model.scripts = [("Let us look ", FOREVER), ("At the printer.\n\n", *PROPOSALS)]
    laptop.play(fork_while_it_is_written)
    branch = laptop.workspace(branches[0])

    assert [one.text for one in branch.messages] == ["No printer in room three", "At the printer."]
    assert branch.fix is not None
    assert [one.status for one in laptop.answers] == [MessageStatus.STOPPED]
    assert is_bare(laptop.workspace())
    heard = sent_text(model.asked[-1])
    assert "No printer in room three" in heard
    assert "No internet" not in heard
