"""Executions while they run: each ends with its time limit, its task, or the app."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from core.checks.execution import Execution, Finished

APP_CLOSED = "Stopped because the app was closed."

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of an execution; `in_time` is False when its time limit ended it."""

    finished: Finished
    in_time: bool


class Supervision:
    """Follows executions and ends all of them when the app goes.

    Plain threads, awaited through futures: asyncio's own subprocesses need loop features that
    qasync offers only in part on Windows.
    """

    def __init__(self) -> None:
        self._running: dict[Execution, asyncio.Future[Finished]] = {}
        self.closed = False
        # Also when nobody came to call aclose(): at interpreter exit, or with the last reference.
        weakref.finalize(self, _end_all, self._running)

    async def follow(self, execution: Execution, limit: timedelta) -> Followed:
        """Run to the end. Cancelling the awaiting task ends every process of the run first."""
        self._running[execution] = finished = in_thread(execution.run)
        try:
            done, _ = await asyncio.wait({finished}, timeout=limit.total_seconds())
            if not done:
                await in_thread(execution.end)
            result = await asyncio.shield(finished)
        except asyncio.CancelledError:
            await settled(in_thread(execution.end))
            await settled(finished)
            raise
        finally:
            del self._running[execution]
        return Followed(result, bool(done))

    async def aclose(self) -> None:
        """End everything that runs, and wait until nothing is left of it."""
        self.closed = True
        running = dict(self._running)
        await asyncio.gather(*(in_thread(execution.end) for execution in running))
        if running:
            await asyncio.wait(running.values())


def _end_all(running: dict[Execution, asyncio.Future[Finished]]) -> None:
    for execution in tuple(running):
        execution.end(grace_seconds=0)


def in_thread(work: Callable[[], Result]) -> asyncio.Future[Result]:
    """Run `work` in a thread that never keeps the app from exiting."""
    outcome: concurrent.futures.Future[Result] = concurrent.futures.Future()
    outcome.set_running_or_notify_cancel()

    def body() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - the thread boundary; raised where it is awaited
            outcome.set_exception(error)

    threading.Thread(target=body, name="run", daemon=True).start()
    return asyncio.wrap_future(outcome)


async def settled(future: asyncio.Future[Result]) -> None:
    """Wait whatever happens; the caller is being cancelled already and says so afterwards."""
    while not future.done():
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError:
            continue
