"""What the tests of the runner look at from outside: processes and text arriving line by line."""

from __future__ import annotations

import asyncio
from typing import Self

import psutil


def is_running(pid: int) -> bool:
    """Whether a process exists and does something; one that only waits for its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Lines:
    """An `on_line` whose lines can be awaited in order."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def __call__(self, line: str) -> None:
        self._queue.put_nowait(line)

    async def pid(self) -> int:
        """The next line, which is a process id."""
        return int(await self.next())

    async def next(self) -> str:
        return await asyncio.wait_for(self._queue.get(), 30)

    def all(self) -> list[str]:
        """What has arrived and was not awaited."""
        return [self._queue.get_nowait() for _ in range(self._queue.qsize())]


class Observed:
    """A process id that must be running now; `is_gone` looks again later."""

    def __init__(self, pid: int) -> None:
        assert is_running(pid)
        self._pid = pid

    @classmethod
    async def next_of(cls, lines: Lines) -> Self:
        return cls(await lines.pid())

    @property
    def is_gone(self) -> bool:
        return not is_running(self._pid)
