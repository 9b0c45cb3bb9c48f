"""The data folder: locked, checked, backed up, restored and moved without losing a row."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.bus import Bus
from core.db import integrity
from core.db.backup import Backup, BackupReason
from core.db.engine import connect
from core.db.failures import KeyProblem
from core.db.restoring import restore_backup
from core.db.storage import Storage, open_storage
from core.errors import Conflict, EnvironmentProblem, UserError
from core.events import Aggregate, Changes
from core.paths import Profile
from core.search.service import SearchService
from core.sessions.session import Session
from tests.fakes.secrets import MemorySecretStore
from tests.unit.db.samples import build, store

ROOT = Path(__file__).parents[3]


class TestClock:
    """Stands still until it is set."""

    __test__ = False

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def secrets() -> MemorySecretStore:
    return MemorySecretStore()


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "data")


Opener = Callable[[], Storage]


@pytest.fixture
def open_it(
    profile: Profile, secrets: MemorySecretStore, bus: Bus, clock: TestClock
) -> Iterator[Opener]:
    """Opens the profile; what a test leaves open is closed."""
    opened: list[Storage] = []

    def open_one() -> Storage:
        opened.append(open_storage(profile, secrets, bus=bus, clock=clock))
        return opened[-1]

    yield open_one
    for storage in opened:
        storage.close()


@pytest.fixture
def storage(open_it: Opener) -> Storage:
    return open_it()


def add_session(storage: Storage, title: str) -> Session:
    with storage.database.work() as work:
        session = build(work.account_id, work.user_id).session
        return work.sessions.add(replace(session, title=title))


def titles(storage: Storage) -> set[str]:
    with storage.database.work() as work:
        return {session.title for session in work.sessions.overview()}


def key_of(secrets: MemorySecretStore) -> bytes:
    (secret,) = secrets.secrets.values()
    return bytes.fromhex(secret)


# --- open and close ---------------------------------------------------------------------------


def test_what_was_written_is_there_again(open_it: Opener) -> None:
    first = open_it()
    add_session(first, "Slow PC")
    identity = first.database.identity
    first.close()
    first.close()
    second = open_it()
    assert titles(second) == {"Slow PC"}
    assert second.database.identity == identity
    assert not second.needs_check


def test_a_second_flowpilot_is_refused_and_told_whom_to_ask(open_it: Opener) -> None:
    first = open_it()
    with pytest.raises(EnvironmentProblem, match="already open") as refusal:
        open_it()
    assert str(os.getpid()) in refusal.value.message
    first.close()
    open_it()


def test_nothing_is_readable_without_the_key(
    storage: Storage, profile: Profile, secrets: MemorySecretStore
) -> None:
    with storage.database.work() as work:
        store(work)
    storage.back_up()
    files = [file for file in profile.root.rglob("*") if file.is_file()]
    assert any(file.name.endswith("-wal") for file in files)
    for file in files:
        content = file.read_bytes()
        for word in (b"SQLite format 3", b"Outlook", b"CREATE TABLE", key_of(secrets)):
            assert word not in content, file.name


def run_and_kill(profile: Profile, key: bytes) -> None:
    """Write in another process, which is then killed in the middle of a second transaction."""
    code = (
        "import sys; from pathlib import Path; from core.paths import Profile;"
        "from core.bus import Bus; from core.clock import SystemClock;"
        "from core.db.storage import open_storage; from tests.fakes.secrets import *;"
        "from tests.unit.db.test_storage import add_session, build\n"
        f"profile = Profile(Path({str(profile.root)!r}))\n"
        "secrets = MemorySecretStore()\n"
        f"secrets.write(f'database key {{profile.read_id()}}', {key.hex()!r})\n"
        "storage = open_storage(profile, secrets, bus=Bus(), clock=SystemClock())\n"
        "add_session(storage, 'confirmed')\n"
        "with storage.database.work() as work:\n"
        "    work.sessions.add(build(work.account_id, work.user_id).session)\n"
        "    print('here', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)


def test_after_a_kill_the_confirmed_is_there_and_the_file_is_checked(
    open_it: Opener, profile: Profile, secrets: MemorySecretStore
) -> None:
    open_it().close()
    run_and_kill(profile, key_of(secrets))
    storage = open_it()
    assert titles(storage) == {"confirmed"}
    assert storage.needs_check
    storage.check()
    assert not storage.needs_check


def overwrite(path: Path, at: float, content: bytes = b"\x55" * 64) -> None:
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * at))
        file.write(content)


def test_a_damaged_file_is_found_after_an_unclean_end_and_left_alone(
    open_it: Opener, profile: Profile
) -> None:
    storage = open_it()
    for number in range(50):
        add_session(storage, f"Session {number}")
    storage.close()
    overwrite(profile.database, 0.5)
    profile.lock_file.write_text("4711", encoding="ascii")
    before = profile.database.read_bytes()
    with pytest.raises(EnvironmentProblem, match="damaged") as problem:
        open_it()
    assert "Restore a backup" in problem.value.hint
    assert profile.database.read_bytes() == before


def test_the_full_check_finds_one_changed_page(
    open_it: Opener, profile: Profile, secrets: MemorySecretStore
) -> None:
    storage = open_it()
    storage.close()
    integrity.full_check(profile.database, key_of(secrets))
    overwrite(profile.database, 0.7, b"\x00")
    with pytest.raises(EnvironmentProblem, match="damaged"):
        integrity.full_check(profile.database, key_of(secrets))


def test_a_wrong_search_index_is_built_again_and_is_no_damage(
    storage: Storage, secrets: MemorySecretStore
) -> None:
    add_session(storage, "Printer prints nothing")
    with closing(connect(storage.profile.database, key_of(secrets))) as connection:
        for index in ("search_words", "search_trigrams"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    search = SearchService(storage.database).search
    assert search("prints") == []
    storage.check()
    assert [hit.title.text for hit in search("prints")] == ["Printer prints nothing"]


# --- backups ------------------------------------------------------------------------------------


def test_a_backup_holds_everything_confirmed_so_far(
    storage: Storage, secrets: MemorySecretStore
) -> None:
    add_session(storage, "Only in the log so far")
    backup = storage.back_up()
    add_session(storage, "Later")
    with closing(connect(backup.path, key_of(secrets))) as copy:
        assert copy.execute("SELECT title FROM sessions").fetchall() == [
            ("Only in the log so far",)
        ]
    assert storage.backups() == [backup]
    assert backup.reason is BackupReason.MANUAL
    assert backup.size == backup.path.stat().st_size
    assert [file.name for file in backup.path.parent.iterdir()] == ["2026-03-01-090000-manual.db"]


def test_a_backup_is_due_once_a_day_and_the_oldest_go(storage: Storage, clock: TestClock) -> None:
    manual = storage.back_up()
    made: list[Backup] = []
    for _ in range(10):
        clock.at += timedelta(hours=12)
        backup = storage.back_up_if_due(kept=3)
        made += [backup] if backup else []
    assert len(made) == 5
    assert storage.backups() == [*reversed(made[-3:]), manual]


def test_a_backup_from_the_future_does_not_hold_up_the_next_ones(
    storage: Storage, clock: TestClock
) -> None:
    clock.at += timedelta(days=300)  # a clock that was wrong, and is set right
    assert storage.back_up_if_due() is not None
    clock.at -= timedelta(days=299)
    assert storage.back_up_if_due() is not None
    assert storage.back_up_if_due() is None


def test_files_of_others_in_the_folder_are_no_backups(storage: Storage, profile: Profile) -> None:
    for name in ("notes.txt", "2026-03-01-090000-daily.db.part", "2026-99-01-090000-daily.db"):
        (profile.backups / name).write_text("x", encoding="ascii")
    assert storage.backups() == []


def test_a_restore_brings_back_what_was_and_keeps_what_is(
    storage: Storage, bus: Bus, clock: TestClock
) -> None:
    heard: list[Changes] = []
    bus.subscribe(Changes, heard.append)
    add_session(storage, "Monday")
    monday = storage.back_up()
    clock.at += timedelta(days=1)
    add_session(storage, "Tuesday")
    storage.restore(monday)
    assert titles(storage) == {"Monday"}
    assert heard[-1] == Changes(aggregates=frozenset(Aggregate))
    assert [hit.title.text for hit in SearchService(storage.database).search("day")] == ["Monday"]
    add_session(storage, "After")
    tuesday = storage.backups()[0]
    assert tuesday.reason is BackupReason.RESTORE
    storage.restore(tuesday)
    assert titles(storage) == {"Monday", "Tuesday"}


def test_a_restored_database_lives_on_after_a_restart(open_it: Opener) -> None:
    storage = open_it()
    add_session(storage, "Monday")
    backup = storage.back_up()
    storage.restore(backup)
    storage.close()
    assert titles(open_it()) == {"Monday"}


def test_a_damaged_backup_is_refused_and_nothing_changes(
    storage: Storage, profile: Profile
) -> None:
    add_session(storage, "Monday")
    backup = storage.back_up()
    overwrite(backup.path, 0.4)
    with pytest.raises(EnvironmentProblem, match=r"damaged|cannot be read"):
        storage.restore(backup)
    assert titles(storage) == {"Monday"}
    assert not list(profile.root.glob("*.restored*"))


def test_a_backup_of_another_key_is_refused(storage: Storage, profile: Profile) -> None:
    foreign = profile.backups / "2026-01-01-000000-manual.db"
    with closing(connect(foreign, b"f" * 32)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(KeyProblem):
        storage.restore(storage.backups()[0])
    assert titles(storage) == set()


def test_a_backup_of_a_newer_version_is_refused(
    storage: Storage, secrets: MemorySecretStore
) -> None:
    add_session(storage, "Monday")
    backup = storage.back_up()
    with closing(connect(backup.path, key_of(secrets))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(EnvironmentProblem, match="newer FlowPilot"):
        storage.restore(backup)
    assert titles(storage) == {"Monday"}


def test_a_damaged_database_is_put_aside_by_a_restore(
    open_it: Opener, profile: Profile, secrets: MemorySecretStore
) -> None:
    storage = open_it()
    add_session(storage, "Monday")
    backup = storage.back_up()
    backups = storage._backups()
    storage.close()
    profile.database.write_bytes(b"\x55" * 8192)
    restore_backup(backup.path, profile.database, key_of(secrets), backups)
    assert titles(open_it()) == {"Monday"}
    assert (profile.root / "damaged-flowpilot.db").read_bytes() == b"\x55" * 8192


def test_a_failed_transaction_does_not_stop_a_backup(storage: Storage) -> None:
    twice = add_session(storage, "Monday")
    with pytest.raises(Conflict), storage.database.work() as work:
        work.sessions.add(twice)
    assert storage.back_up().size > 0


# --- moving -------------------------------------------------------------------------------------


def test_a_move_takes_everything_along(storage: Storage, profile: Profile, tmp_path: Path) -> None:
    add_session(storage, "Before")
    backup = storage.back_up()
    (profile.exports / "note.md").write_text("## Problem", encoding="utf-8")
    new = tmp_path / "elsewhere" / "data"
    remembered: list[Path] = []
    storage.move(new, remembered.append)
    assert remembered == [new]
    add_session(storage, "After")
    assert titles(storage) == {"Before", "After"}
    assert storage.profile.root == new
    assert (new / "exports" / "note.md").read_text(encoding="utf-8") == "## Problem"
    assert [each.path.name for each in storage.backups()] == [backup.path.name]
    left = {file.name for file in profile.root.rglob("*") if file.is_file()}
    assert left <= {"flowpilot.lock"}


def test_a_moved_folder_finds_its_key(
    storage: Storage, tmp_path: Path, secrets: MemorySecretStore, bus: Bus, clock: TestClock
) -> None:
    add_session(storage, "Before")
    storage.move(tmp_path / "new", lambda _: None)
    storage.close()
    again = open_storage(Profile(tmp_path / "new"), secrets, bus=bus, clock=clock)
    assert titles(again) == {"Before"}
    again.close()


@pytest.mark.parametrize("name", ["data", "data/inside", "full"])
def test_a_folder_that_will_not_do_is_refused(
    storage: Storage, tmp_path: Path, profile: Profile, name: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("x", encoding="ascii")
    add_session(storage, "Before")
    with pytest.raises(UserError) as refusal:
        storage.move(tmp_path / name, lambda _: pytest.fail("nothing was moved"))
    assert refusal.value.field == "folder"
    assert titles(storage) == {"Before"}
    assert storage.profile == profile
    assert (tmp_path / "full" / "thesis.doc").exists()


def test_a_move_that_cannot_be_remembered_leaves_everything(
    storage: Storage, profile: Profile, tmp_path: Path, open_it: Opener
) -> None:
    add_session(storage, "Before")

    def refuse(_: Path) -> None:
        raise EnvironmentProblem("The settings cannot be saved.")

    with pytest.raises(EnvironmentProblem, match="settings"):
        storage.move(tmp_path / "new", refuse)
    add_session(storage, "After")
    assert titles(storage) == {"Before", "After"}
    assert storage.profile == profile
    assert not (tmp_path / "new" / "flowpilot.db").exists()
    storage.move(tmp_path / "new2", lambda _: None)
    assert titles(storage) == {"Before", "After"}
