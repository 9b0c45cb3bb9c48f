"""A clock for plays: it can be put back, so that sessions are of other days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic

_BEGIN = datetime(2026, 3, 12, 13, 58, tzinfo=UTC)


class PlayClock:
    """Every play begins at the same moment; `back` is how far the clock is put back."""

    def __init__(self) -> None:
        self.back = timedelta()
        self._started = monotonic()

    def now(self) -> datetime:
        return _BEGIN + timedelta(seconds=monotonic() - self._started) - self.back
