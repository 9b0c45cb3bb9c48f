from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from core.bus import Bus
from core.clock import Clock
from core.db.database import Database
from core.db.opening import open_database
from core.playbooks.library import PlaybookLibrary
from core.playbooks.loading import load_library
from core.sessions.session_service import Intake
from tests.unit.copilot.desk import Desk
from tests.unit.db.samples import SteppingClock

MakeDesk = Callable[..., Desk]


@pytest.fixture
def clock() -> Clock:
    return SteppingClock()


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    opened = open_database(tmp_path / "flowpilot.db", bytes(32), bus=Bus(), clock=clock)
    yield opened
    opened.close()


@cache
def shipped() -> PlaybookLibrary:
    return load_library()


@pytest.fixture
def make_desk(database: Database, clock: Clock) -> MakeDesk:
    def make(
        library: PlaybookLibrary, intake: Intake | None = None, platform: str = "windows"
    ) -> Desk:
        return Desk(database, clock, library, intake, platform)

    return make


@pytest.fixture
def library() -> PlaybookLibrary:
    """The playbooks that are shipped."""
    return shipped()
