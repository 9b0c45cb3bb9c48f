"""The one way to do work in the background: named tasks in scopes that a page owns.

Closing a page cancels its scope; closing the application waits for what is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")
Failed = Callable[[Exception, str], None]


class Scope:
    """The tasks of one page. Their callbacks run on the GUI thread, and never after `cancel`."""

    def __init__(self, name: str, failed: Failed) -> None:
        self.name = name
        self._failed = failed
        self._tasks: dict[asyncio.Task[Any], str] = {}
        self._is_closed = False

    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, Result],
        *,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Start `work`; what `failed` does not settle goes to the application's presenter.

        Once the application ends nothing is begun: an event that is still on its way to the
        window must not ask a closed database.
        """
        if self._is_closed:
            work.close()
            return
        task = asyncio.get_event_loop().create_task(
            self._guard(name, work, done, failed), name=f"{self.name}.{name}"
        )
        self._tasks[task] = name
        task.add_done_callback(lambda finished: self._tasks.pop(finished, None))
        # Cancelled before its first turn, a task never gets to its work.
        task.add_done_callback(lambda _: work.close())

    def latest(
        self,
        name: str,
        work: Coroutine[Any, Any, Result],
        *,
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Like `run`, but an unfinished task of the same name is cancelled first."""
        self.cancel_named(name)
        self.run(name, work, done=done, failed=failed)

    def is_busy(self, name: str) -> bool:
        return name in self._tasks.values()

    def cancel_named(self, name: str) -> None:
        for task in [task for task, known in self._tasks.items() if known == name]:
            task.cancel()

    def cancel(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()

    def close(self) -> None:
        """Cancel everything and begin nothing more."""
        self._is_closed = True
        self.cancel()

    def pending(self) -> tuple[asyncio.Task[Any], ...]:
        return tuple(self._tasks)

    async def _guard(
        self,
        name: str,
        work: Coroutine[Any, Any, Result],
        done: Callable[[Result], None] | None,
        failed: Callable[[Exception], bool] | None,
    ) -> None:
        try:
            result = await work
            if done is not None:
                done(result)
        except Exception as error:  # noqa: BLE001 - the task boundary
            if failed is None or not failed(error):
                self._failed(error, name)


class TaskRunner:
    """Hands out scopes and ends them all."""

    def __init__(self, failed: Failed) -> None:
        self._failed = failed
        self._scopes: list[Scope] = []

    def scope(self, name: str) -> Scope:
        scope = Scope(name, self._failed)
        self._scopes.append(scope)
        return scope

    async def aclose(self) -> None:
        """Cancel everything and wait until it has ended."""
        for scope in self._scopes:
            scope.close()
        pending = [task for scope in self._scopes for task in scope.pending()]
        await asyncio.gather(*pending, return_exceptions=True)
