"""The open database: transactions one at a time, on one thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine

from core.bus import Bus
from core.clock import Clock
from core.db.failures import translated
from core.db.identity import Identity
from core.db.work import Work
from core.db.writes import BeforeCommit
from core.errors import Bug
from core.events import Aggregate, Changes

__all__ = ["Database", "Work"]

R = TypeVar("R")


class OpenFile(NamedTuple):
    """An engine on a file at the newest schema, and whose data it holds."""

    engine: Engine
    identity: Identity


class Database:
    """Commits what a block of work did, or nothing of it.

    Work may be begun on any thread, one at a time; the app does it on the database thread, through
    `run`, so that the window never waits for the disk.
    """

    def __init__(
        self,
        path: Path,
        open_file: Callable[[Path], OpenFile],
        *,
        bus: Bus,
        clock: Clock,
        before_commit: Sequence[BeforeCommit] = (),
    ) -> None:
        self.path = path
        self._open_file = open_file
        self._file = open_file(path)
        self._bus = bus
        self._clock = clock
        self._before_commit = before_commit
        self._turn = threading.RLock()
        self._at_work = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction: committed at the end of the block, rolled back by any exception.

        What `Work.changed` and `Work.ended` noted is published on the bus after the commit.

        Raises:
            EnvironmentProblem: disk full, read-only, locked or damaged file; nothing was written.
            Conflict: the row exists already, or there may be only one.
        """
        with self._turn:
            if self._at_work:
                raise Bug("A transaction was begun inside another one.")
            self._at_work = True
            try:
                with translated(self.path), self._file.engine.begin() as connection:
                    work = Work(connection, self._file.identity, self._clock)
                    yield work
                    events = work.finish(self._before_commit)
            finally:
                self._at_work = False
        for event in events:
            self._bus.publish(event)

    @property
    def identity(self) -> Identity:
        """The account and user at work."""
        return self._file.identity

    async def run(self, job: Callable[[], R]) -> R:
        """Do a job on the database thread. Cancelling the wait does not undo a job under way."""
        return await asyncio.wrap_future(self.submit(job))

    async def complete(self, job: Callable[[], R]) -> R:
        """Do a job on the database thread that must not be given up: cancelling waits for its end.

        Raises:
            asyncio.CancelledError: only when the job is done.
        """
        doing = asyncio.wrap_future(self.submit(job))
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            await asyncio.wait({doing})
            raise

    def submit(self, job: Callable[[], R]) -> Future[R]:
        """Do a job on the database thread, for callers without an event loop."""
        return self._thread.submit(job)

    def swap(self, replace_file: Callable[[], Path]) -> None:
        """Close the file, let `replace_file` put another in its place, and open what it returns.

        Nothing is read or written meanwhile. If it raises, the present file is opened again.
        Everything may be different afterwards, so every aggregate is told as changed.
        """
        with self._turn:
            if self._at_work:
                raise Bug("The database was replaced inside a transaction.")
            self._file.engine.dispose()
            try:
                self.path = replace_file()
            finally:
                self._file = self._open_file(self.path)
        self._bus.publish(Changes(aggregates=frozenset(Aggregate)))

    def close(self) -> None:
        """Finish the jobs under way and close the file. Safe to call twice."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        with self._turn:
            self._file.engine.dispose()
