from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Iterator

import pytest

from core.checks.runner import CheckRunner

collect_ignore = ["test_runner.py", "test_ending.py"] if sys.platform == "win32" else []


@pytest.fixture
async def runner() -> AsyncIterator[CheckRunner]:
    runner = CheckRunner()
    yield runner
    await runner.aclose()


@pytest.fixture
def qapp_loop(request: pytest.FixtureRequest) -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop the desktop runs on."""
    qasync = pytest.importorskip("qasync")
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(request.getfixturevalue("qapp"))
    with contextlib.closing(loop):
        yield loop
