"""The thread on which models are asked: begun late, ended clean."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from core.copilot.model_thread import ModelThread


async def nothing() -> None:
    """There is nothing to do last."""


async def name() -> str:
    return threading.current_thread().name


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "model"]


def test_it_begins_with_the_first_job_and_ends_when_closed() -> None:
    async def run() -> None:
        thread = ModelThread()
        assert threads() == []
        assert await thread.run(name()) == "model"
        assert threads() == ["model"]
        await thread.aclose(nothing)
        await thread.aclose(nothing)

    asyncio.run(run())
    assert threads() == []


def test_an_error_comes_back_to_who_asked() -> None:
    async def fail() -> None:
        raise LookupError("not there")

    async def run() -> None:
        thread = ModelThread()
        with pytest.raises(LookupError, match="not there"):
            await thread.run(fail())
        await thread.aclose(nothing)

    asyncio.run(run())


def test_closing_lets_what_runs_tidy_up_before_the_last_job() -> None:
    done: list[str] = []

    async def work(begun: threading.Event) -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            done.append("tidied up")

    async def last() -> None:
        done.append("last")

    async def run() -> None:
        thread, begun = ModelThread(), threading.Event()
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(thread.run(work(begun)))
            await asyncio.to_thread(begun.wait)
            await thread.aclose(last)
        assert waiting.cancelled()

    asyncio.run(run())
    assert done == ["tidied up", "last"]


def test_closing_does_not_cut_short_who_is_tidying_up() -> None:
    done: list[str] = []

    async def work(begun: threading.Event, may_end: asyncio.Event) -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            begun.set()
            asyncio.get_running_loop().call_later(0.1, may_end.set)
            await may_end.wait()
            done.append("tidied up")

    async def run() -> None:
        thread, begun = ModelThread(), threading.Event()
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(thread.run(work(begun, asyncio.Event())))
            await asyncio.to_thread(begun.wait)
            begun.clear()
            waiting.cancel()
            await asyncio.to_thread(begun.wait)
            await thread.aclose(nothing)

    asyncio.run(run())
    assert done == ["tidied up"]


def test_nothing_is_begun_once_it_is_closed() -> None:
    async def run() -> None:
        thread = ModelThread()
        await thread.aclose(nothing)
        with pytest.raises(asyncio.CancelledError):
            await thread.run(name())

    asyncio.run(run())
    assert threads() == []


def test_time_that_was_slept_through_counts_at_waking(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the loop's clock goes on during sleep; here a stand-in makes it jump."""
    waits, sleeps = threading.Event(), threading.Event()

    async def wait_long() -> None:
        loop: Any = asyncio.get_running_loop()
        real, select = loop.time, loop._selector.select

        def watched_select(timeout: float | None = None) -> object:
            if timeout is not None and timeout > 1000:
                waits.set()
            return select(timeout)

        monkeypatch.setattr(loop, "time", lambda: real() + sleeps.is_set() * 8 * 3600)
        monkeypatch.setattr(loop._selector, "select", watched_select)
        async with asyncio.timeout(3600):
            await asyncio.Event().wait()

    async def run() -> None:
        thread = ModelThread()
        thread.wake()  # before it has begun there is nothing to wake
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            ended = group.create_task(_ended(thread.run(wait_long())))
            await asyncio.to_thread(waits.wait)
            sleeps.set()
            thread.wake()
            assert await ended == "timed out"
        await thread.aclose(nothing)

    asyncio.run(run())


async def _ended(job: Coroutine[Any, Any, None]) -> str:
    try:
        await job
    except TimeoutError:
        return "timed out"
    return "ended"
