"""The open database: transactions one at a time, on one thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from core.bus import Bus
from core.clock import Clock
from core.db.failures import translated
from core.db.identity import Identity
from core.db.work import Work
from core.db.writes import BeforeCommit
from core.errors import Bug

__all__ = ["Database", "Work"]

R = TypeVar("R")


class Database:
    """Commits what a block of work did, or nothing of it.

    Work may be begun on any thread, one at a time; the app does it on the database thread, through
    `run`, so that the window never waits for the disk.
    """

    def __init__(
        self,
        engine: Engine,
        path: Path,
        identity: Identity,
        *,
        bus: Bus,
        clock: Clock,
        before_commit: Sequence[BeforeCommit] = (),
    ) -> None:
        self.path = path
        self.identity = identity
        self._engine = engine
        self._bus = bus
        self._clock = clock
        self._before_commit = before_commit
        self._turn = threading.RLock()
        self._at_work = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction: committed at the end of the block, rolled back by any exception.

        What `Work.changed` noted is published on the bus after the commit.

        Raises:
            EnvironmentProblem: disk full, read-only, locked or damaged file; nothing was written.
            Conflict: the row exists already, or there may be only one.
        """
        with self._turn:
            if self._at_work:
                raise Bug("A transaction was begun inside another one.")
            self._at_work = True
            try:
                with translated(self.path), self._engine.begin() as connection:
                    work = Work(connection, self.identity, self._clock)
                    yield work
                    events = work.finish(self._before_commit)
            finally:
                self._at_work = False
        for changes in events:
            self._bus.publish(changes)

    async def run(self, job: Callable[[], R]) -> R:
        """Do a job on the database thread. Cancelling the wait does not undo a job under way."""
        return await asyncio.wrap_future(self.submit(job))

    def submit(self, job: Callable[[], R]) -> Future[R]:
        """Do a job on the database thread, for callers without an event loop."""
        return self._thread.submit(job)

    def close(self) -> None:
        """Finish the jobs under way and close the file. Safe to call twice."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        with self._turn:
            self._engine.dispose()
