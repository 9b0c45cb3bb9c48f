"""kill -9 at random points of a working day: every confirmed write is there, none by halves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from core.bus import Bus
from core.clock import SystemClock
from core.db import search_index
from core.db.engine import open_engine
from core.db.storage import open_storage
from core.db.unlocking import database_key
from core.db.writes import Operation, RowWrite
from core.paths import Profile
from core.secrets import FileSecretStore
from core.sessions.conversation_service import ConversationService
from core.sessions.session_service import Intake, SessionService
from tests.unit.fault.journal import Announced, Confirmed, Word
from tests.unit.fault.killing import some_death, work_and_die
from tests.unit.fault.ledger import Ledger, Row, Rows, read_rows

DEATHS_IN_A_ROW = 5


def kill_again_and_again(root: Path, seed: int) -> None:
    """One profile, several victims in a row; everything is checked after each death."""
    random, ledger, profile = Random(seed), Ledger(), Profile(root)
    for number in range(DEATHS_IN_A_ROW):
        death = some_death(random)
        words = work_and_die(root, random.randrange(1_000_000), death)
        found = reopen(profile, was_at_work=bool(words))
        last = ledger.settle(words, found)
        print(f"seed {seed}.{number} {death}: {ledger.confirmed} commits confirmed, {last}")
        expect_sense(found, ledger)
    go_on(profile)


def reopen(profile: Profile, *, was_at_work: bool) -> Rows:
    """Open the profile as the app does after an unclean end, let it check itself, and read it."""
    secrets = FileSecretStore(profile.secrets_file)
    storage = open_storage(profile, secrets, bus=Bus(), clock=SystemClock())
    try:
        assert storage.needs_check or not was_at_work
        storage.check()
    finally:
        storage.close()
    key = database_key(profile, secrets)
    engine = open_engine(profile.database, key)
    with engine.begin() as connection:
        assert search_index.is_true(connection)
    engine.dispose()
    return read_rows(profile.database, key)


def expect_sense(found: Rows, ledger: Ledger) -> None:
    """The rules that a torn transaction would break, read from the rows alone."""
    for session in rows_of(found, "sessions"):
        assert session["state_version"] == ledger.versions[session["id"]]
    for table in ("messages", "lane_items"):
        positions: dict[object, list[object]] = {}
        for row in rows_of(found, table):
            positions.setdefault(row["session_id"], []).append(row["position"])
        for taken in positions.values():
            assert set(taken) == set(range(1, len(taken) + 1))
    active = Counter(
        fix["session_id"]
        for fix in rows_of(found, "suggested_fixes")
        if fix["superseded_at"] is None
    )
    assert max(active.values(), default=0) <= 1
    used = {file["sha256"] for file in rows_of(found, "attachments")}
    assert {blob["sha256"] for blob in rows_of(found, "blobs")} == used


def rows_of(found: Rows, table: str) -> Iterator[Row]:
    return (row for (name, _), row in found.items() if name == table)


def go_on(profile: Profile) -> None:
    """The app works on with the same profile."""
    secrets = FileSecretStore(profile.secrets_file)
    storage = open_storage(profile, secrets, bus=Bus(), clock=SystemClock())
    try:
        assert not storage.needs_check
        opened = SessionService(storage.database, SystemClock()).create(Intake(text="And on"))
        ConversationService(storage.database, SystemClock()).send(opened.session_id, "And on")
    finally:
        storage.close()


def fact(number: int) -> RowWrite:
    row = {"id": UUID(int=number), "session_id": UUID(int=0), "text": f"fact {number}"}
    key = {"id": row["id"]}
    return RowWrite(table="facts", operation=Operation.INSERT, key=key, before={}, after=row)


def stored(*writes: RowWrite) -> Rows:
    return {("facts", str(write.id)): write.after for write in writes}


@pytest.mark.parametrize(
    ("words", "found", "problem"),
    [
        ([Announced((fact(1), fact(2))), Confirmed()], stored(fact(1)), "lost"),
        ([Announced((fact(1), fact(2))), Confirmed()], stored(), "lost"),
        ([Announced((fact(1), fact(2)))], stored(fact(2)), "lost"),
        ([Announced((fact(1),)), Confirmed()], stored(fact(1), fact(2)), "never announced"),
    ],
)
def test_a_lost_or_torn_commit_would_be_noticed(
    words: list[Word], found: Rows, problem: str
) -> None:
    with pytest.raises(AssertionError, match=problem):
        Ledger().settle(words, found)


def test_a_commit_under_way_may_be_there_or_not() -> None:
    words = [Announced((fact(1), fact(2)))]
    Ledger().settle(words, stored())
    Ledger().settle(words, stored(fact(1), fact(2)))


@pytest.mark.parametrize("seed", range(10))
def test_every_confirmed_write_outlives_fifty_kills(tmp_path: Path, seed: int) -> None:
    kill_again_and_again(tmp_path / "data", seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_every_confirmed_write_outlives_two_hundred_kills(tmp_path: Path, seed: int) -> None:
    kill_again_and_again(tmp_path / "data", seed)
