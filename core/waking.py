"""Whether the computer slept between two looks at its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LEAST_SECONDS = 30.0
"""A shorter nap breaks no connection, and a busy computer is late by less."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Both clocks at one moment; `monotonic` is in seconds."""

    wall: datetime
    monotonic: float


def has_slept(before: Tick, now: Tick, interval: float) -> bool:
    """Compare two looks that should be `interval` seconds apart.

    Linux stops its monotonic clock during sleep, so that the wall clock gets ahead; on Windows
    and macOS it goes on, so that the look itself is late. A clock that was set forward looks like
    sleep, which costs a look at the network; one that was set back is no sleep.
    """
    passed = now.monotonic - before.monotonic
    by_wall = (now.wall - before.wall).total_seconds()
    return by_wall - passed > LEAST_SECONDS or passed - interval > LEAST_SECONDS
