"""What runs and waits is known, so that no update cuts it off."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from core.app import Core
from core.opening import open_apart
from core.scripts.model import Language
from core.scripts.rendering import Runnable
from core.scripts.run.script_file import fingerprint
from core.sessions.session_service import Intake
from sync.updates.activity import under_way
from sync.updates.quiet import UnderWay

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the commands are for a POSIX shell"
)
SLEEPS = "sleep 60"


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    core = open_apart(tmp_path / "profile")
    yield core
    await core.aclose()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - another process has to start
            await asyncio.sleep(0)


async def test_a_quiet_program_has_nothing_to_wait_for(core: Core) -> None:
    assert await under_way(core) == UnderWay()


async def test_a_running_check_is_known(core: Core) -> None:
    run = asyncio.ensure_future(core.checks.run(SLEEPS, "posix"))
    await until(lambda: core.checks.is_running)
    assert await under_way(core, ("a note",)) == UnderWay(checks=True, unsent=("a note",))
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert await under_way(core) == UnderWay()


async def test_a_running_script_is_known(core: Core) -> None:
    script = Runnable(SLEEPS, {}, ())
    runner = core.scripts().runner
    run = asyncio.ensure_future(runner.run(script, Language.BASH, confirmed=fingerprint(script)))
    await until(lambda: core.scripts.is_running)
    assert await under_way(core) == UnderWay(scripts=True)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run


async def test_a_turn_that_waits_for_a_model_is_known(core: Core) -> None:
    session_id = core.sessions.create(Intake(text="No network")).session_id
    core.copilot.ask_when_online(session_id)
    assert await under_way(core) == UnderWay(waiting=1)
    core.copilot.forget_waiting(session_id)
    assert await under_way(core) == UnderWay()
