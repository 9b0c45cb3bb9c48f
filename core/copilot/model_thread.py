"""The thread on which models are asked: an event loop of its own, away from the window's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")
LoopFailed = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], object]
END_SECONDS = 5.0


class ModelThread:
    """Begins with the first job and ends with `aclose`. Nothing slow is loaded before that."""

    def __init__(self, failed: LoopFailed | None = None) -> None:
        """`failed` is told what goes wrong in the loop outside of a job; None: the log is."""
        self._failed = failed
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._jobs: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    async def run(self, job: Coroutine[Any, Any, Result]) -> Result:
        """Do a job on the thread and wait for it. Cancelling the wait cancels the job.

        Raises:
            asyncio.CancelledError: the thread has ended, or ends before the job does.
        """
        return await asyncio.wrap_future(self._submit(job))

    def wake(self) -> None:
        """The computer slept: time limits that have passed meanwhile take effect at once.

        A loop that waits for the network does not look at its clock by itself before the time is
        up that it set out to wait.
        """
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(lambda: None)

    async def aclose(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Cancel what runs, let it tidy up, do a `last` job, and end the thread.

        Safe to call twice; the second time, and when nothing ever ran, nothing is done.
        """
        with self._lock:
            self._is_closed = True
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._end(last), loop))
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)

    def _submit(self, job: Coroutine[Any, Any, Result]) -> Future[Result]:
        with self._lock:
            if self._is_closed:
                job.close()
                raise asyncio.CancelledError
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_exception_handler(self._failed)
                self._thread = threading.Thread(
                    target=_serve, args=(self._loop,), name="model", daemon=True
                )
                self._thread.start()
            # Under the lock, so that nothing is begun behind the end of the loop.
            return asyncio.run_coroutine_threadsafe(self._registered(job), self._loop)

    async def _registered(self, job: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.current_task()
        if task is not None:
            self._jobs.add(task)
            task.add_done_callback(self._jobs.discard)
        return await job

    async def _end(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        jobs = list(self._jobs)
        for job in jobs:
            # One that was cancelled before is tidying up; a second time would cut that short.
            if not job.cancelling():
                job.cancel()
        if jobs:
            await asyncio.wait(jobs, timeout=END_SECONDS)
        await last()


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
