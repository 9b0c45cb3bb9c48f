"""Sleep is seen by either clock; clocks that were set are no sleep, or a harmless one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.waking import LEAST_SECONDS, Tick, has_slept

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVERY = 15.0


def slept(wall: float, monotonic: float) -> bool:
    """Both clocks went on by so many seconds."""
    before, now = Tick(NOON, 100.0), Tick(NOON + timedelta(seconds=wall), 100.0 + monotonic)
    return has_slept(before, now, EVERY)


@pytest.mark.parametrize(
    ("wall", "monotonic", "woke"),
    [
        (15, 15, False),
        (40, 40, False),  # a busy computer
        (3600, 15, True),  # Linux: its monotonic clock stands still
        (3600, 3600, True),  # Windows: it goes on
        (-3600, 15, False),  # the clock was set back
        (-3600, 3600, True),  # and it slept
        (3600, 3600.5, True),
    ],
)
def test_what_counts_as_sleep(wall: float, monotonic: float, woke: bool) -> None:
    assert slept(wall, monotonic) is woke


@given(back=st.floats(0, 1e9), late=st.floats(0, LEAST_SECONDS))
def test_a_clock_that_is_set_back_is_no_sleep(back: float, late: float) -> None:
    assert not slept(EVERY + late - back, EVERY + late)


@given(nap=st.floats(LEAST_SECONDS + 1, 1e8), goes_on=st.booleans())
def test_every_nap_is_seen_whichever_clock_stands_still(nap: float, goes_on: bool) -> None:
    assert slept(EVERY + nap, EVERY + nap if goes_on else EVERY)
