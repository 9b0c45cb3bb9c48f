"""A real encrypted database for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.bus import Bus
from core.clock import Clock
from core.db.database import Database
from core.db.opening import open_database
from core.db.writes import RowWrite
from tests.unit.db.samples import Samples, SteppingClock, store

KEY = bytes(range(32))


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def clock() -> Clock:
    return SteppingClock()


@pytest.fixture
def recorded() -> list[RowWrite]:
    """What the before-commit hook of `database` was given."""
    return []


@pytest.fixture
def database(
    tmp_path: Path, bus: Bus, clock: Clock, recorded: list[RowWrite]
) -> Iterator[Database]:
    def record(_connection: Connection, writes: Sequence[RowWrite]) -> None:
        recorded.extend(writes)

    path = tmp_path / "flowpilot.db"
    opened = open_database(path, KEY, bus=bus, clock=clock, before_commit=(record,))
    yield opened
    opened.close()


@pytest.fixture
def samples(database: Database, recorded: list[RowWrite]) -> Samples:
    """One row of every kind, stored; `recorded` starts after that."""
    with database.work() as work:
        stored = store(work)
    recorded.clear()
    return stored
