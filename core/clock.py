"""Time as a dependency, so that rules about time can be tested."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock, timezone-aware, cut to microseconds as the database stores it."""

    def now(self) -> datetime:
        return datetime.now(UTC)
