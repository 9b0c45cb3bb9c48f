"""Threads and asyncio tasks that outlive the test that started them."""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from typing import Any

_THREAD_GRACE_SECONDS = 2.0


class ThreadGuard:
    """Compares the running threads with those that ran when the test began."""

    def __init__(self) -> None:
        self._before = set(threading.enumerate())

    def problems(self) -> list[str]:
        """Threads still running after a short grace; foreign (non-Python) threads do not count."""
        deadline = time.monotonic() + _THREAD_GRACE_SECONDS
        fresh = [t for t in threading.enumerate() if t not in self._before]
        for thread in fresh:
            if not isinstance(thread, threading._DummyThread):
                thread.join(max(0.0, deadline - time.monotonic()))
        return [
            f"leaked thread: {thread.name}"
            for thread in fresh
            if thread.is_alive() and not isinstance(thread, threading._DummyThread)
        ]


class TaskGuard:
    """Watches every asyncio task of the run; installed once by `install()`."""

    def __init__(self) -> None:
        self._tasks: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self._ended_by_force: list[str] = []

    def drain(self) -> list[str]:
        """Tasks left pending, or cut off only because their event loop was closed."""
        names = [*self._ended_by_force, *(_named(t) for t in self._tasks if not t.done())]
        self._tasks.clear()
        self._ended_by_force.clear()
        return [f"pending task: {name}" for name in names]

    def install(self) -> None:
        """Put plain functions in front of task creation and `Runner.close`; never undone."""
        create_task: Any = asyncio.BaseEventLoop.create_task
        close = asyncio.Runner.close

        def watched_create_task(
            loop: asyncio.BaseEventLoop, *args: Any, **kwargs: Any
        ) -> asyncio.Task[Any]:
            task: asyncio.Task[Any] = create_task(loop, *args, **kwargs)
            self._tasks.add(task)
            return task

        def watched_close(runner: asyncio.Runner) -> None:
            # Closing cancels what is left and so hides it.
            mine = [t for t in self._tasks if not t.done()]
            loop = runner.get_loop() if mine else None
            self._ended_by_force.extend(_named(t) for t in mine if t.get_loop() is loop)
            close(runner)

        for owner, name, watched in (
            (asyncio.BaseEventLoop, "create_task", watched_create_task),
            (asyncio.Runner, "close", watched_close),
        ):
            setattr(owner, name, watched)


def _named(task: asyncio.Task[Any]) -> str:
    return f"{task.get_name()} running {task.get_coro()!r}"
