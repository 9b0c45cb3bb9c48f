"""A full disk, a read-only folder, a locked file: a clear message, nothing half-written, cured."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.bus import Bus
from core.clock import SystemClock
from core.db import engine
from core.db.database import Database
from core.db.engine import connect
from core.db.failures import KeyProblem
from core.db.opening import open_database
from core.errors import AppError, Bug, EnvironmentProblem
from core.ids import new_id
from tests.unit.db.conftest import KEY
from tests.unit.db.samples import CONTENT, Samples

ROOT = Path(__file__).parents[3]
BIG = b"x" * 4_000_000


def add_big(database: Database, samples: Samples) -> None:
    """A transaction that needs far more space than a small one, in two steps."""
    with database.work() as work:
        work.facts.save(replace(samples.fact, text="half done"))
        row = replace(samples.attachment, id=new_id(), sha256="b" * 64)
        work.attachments.add_with_content(row, BIG)


def assert_nothing_changed(database: Database, samples: Samples) -> None:
    with database.work() as work:
        assert work.facts.get(samples.fact.id) == samples.fact
        assert work.attachments.content(samples.attachment.id) == CONTENT
    with closing(connect(database.path, KEY)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def assert_works_again(database: Database, samples: Samples) -> None:
    add_big(database, samples)
    with database.work() as work:
        assert work.facts.get(samples.fact.id).text == "half done"


def set_page_limit(database: Database, pages: int) -> None:
    with database.work() as work:
        work._transaction.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_database_says_so_keeps_all_and_recovers(
    database: Database, samples: Samples
) -> None:
    set_page_limit(database, 1)  # SQLite takes the present size instead
    with pytest.raises(EnvironmentProblem, match="disk is full") as problem:
        add_big(database, samples)
    assert problem.value.retryable
    assert str(database.path.parent) in problem.value.hint
    assert_nothing_changed(database, samples)
    set_page_limit(database, 1_000_000)
    assert_works_again(database, samples)


FILL_A_SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from core.bus import Bus
from core.clock import SystemClock
from core.db.backup import BackupReason, Backups
from core.db.opening import open_database
from core.errors import EnvironmentProblem
from tests.unit.db.conftest import KEY
from tests.unit.db.samples import store
from tests.unit.db.test_failures import add_big, assert_nothing_changed, assert_works_again

disk = Path(sys.argv[1])
database = open_database(disk / "f.db", KEY, bus=Bus(), clock=SystemClock())
with database.work() as work:
    samples = store(work)
try:
    add_big(database, samples)
except EnvironmentProblem as problem:
    print(problem.title)
assert_nothing_changed(database, samples)
backups = Backups(database.path, disk / "backups", KEY, SystemClock())
try:
    backups.make(BackupReason.MANUAL)
except EnvironmentProblem as problem:
    print(problem.title)
print(sorted(file.name for file in (disk / "backups").iterdir()))
subprocess.run(["mount", "-o", "remount,size=32m", str(disk)], check=True)
assert_works_again(database, samples)
assert backups.make(BackupReason.MANUAL).size > 4_000_000
database.close()
"""


def small_disk(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script with `folder` on a file system of 3 MB of its own."""
    if not shutil.which("unshare"):
        pytest.skip("needs user namespaces to mount a small disk")
    folder.mkdir()
    mount = f'mount -t tmpfs -o size=3m tmpfs {folder} && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
    probe = subprocess.run([*command, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this machine does not allow user namespaces")
    return subprocess.run(
        [*command, sys.executable, "-c", script, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_says_so_keeps_all_and_leaves_no_half_backup(tmp_path: Path) -> None:
    done = small_disk(tmp_path / "disk", FILL_A_SMALL_DISK)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["The disk is full.", "The disk is full.", "[]"]


@pytest.fixture
def read_only_folder(database: Database) -> Iterator[Path]:
    """The closed data folder, with all rights to write taken away."""
    database.close()
    folder = database.path.parent
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)


OPEN_AND_WRITE = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from core.bus import Bus
from core.clock import SystemClock
from core.db.opening import open_database
from core.db.profile_lock import ProfileLock
from core.errors import EnvironmentProblem
from core.paths import Profile
from dataclasses import replace
folder = Path({folder!r})
if os.getuid() == 0:
    os.setuid(65534)  # the rights of a file do not bind root
for act in ("lock", "write"):
    try:
        if act == "lock":
            ProfileLock(folder / "flowpilot.lock")
        else:
            database = open_database(
                folder / "flowpilot.db", bytes(range(32)), bus=Bus(), clock=SystemClock()
            )
            with database.work() as work:
                work.preferences.merge({{"a": 1}})
    except EnvironmentProblem as problem:
        print(problem.title)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_a_read_only_folder_is_named_and_cured(
    database: Database, samples: Samples, read_only_folder: Path
) -> None:
    for parent in read_only_folder.parents:  # let the other user come by
        if parent.is_relative_to(Path("/tmp")) and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o011)
    code = OPEN_AND_WRITE.format(root=str(ROOT), folder=str(read_only_folder))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "The data folder cannot be written."
    assert done.stdout.splitlines()[1] in (
        "The data folder is read-only.",
        "The database cannot be opened.",
    )


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives up on a locked file at once."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.01)


def test_a_locked_file_is_said_and_cured(
    impatient: None, database: Database, samples: Samples
) -> None:
    database.close()
    again = open_database(database.path, KEY, bus=Bus(), clock=SystemClock())
    other = connect(database.path, KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentProblem, match="in use by another program") as problem:
        add_big(again, samples)
    assert problem.value.retryable
    with again.work() as work:
        assert work.facts.get(samples.fact.id) == samples.fact
    other.execute("ROLLBACK")
    other.close()
    assert_works_again(again, samples)
    again.close()


def test_a_wrong_key_asks_for_the_recovery_key(database: Database) -> None:
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(KeyProblem, match="cannot be read with the key") as problem:
        open_database(database.path, b"x" * 32, bus=Bus(), clock=SystemClock())
    assert "recovery key" in problem.value.hint
    assert database.path.read_bytes() == before


def test_a_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "flowpilot.db"
    path.write_text("Dear diary", encoding="ascii")
    with pytest.raises(EnvironmentProblem):
        open_database(path, KEY, bus=Bus(), clock=SystemClock())
    assert path.read_text(encoding="ascii") == "Dear diary"


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be opened"):
        open_database(tmp_path / "gone" / "f.db", KEY, bus=Bus(), clock=SystemClock())


def test_a_damaged_page_is_said_when_it_is_met(database: Database, samples: Samples) -> None:
    with database.work() as work:
        for _ in range(200):
            work.facts.add(replace(samples.fact, id=new_id(), text="x" * 1500))
    database.close()
    size = database.path.stat().st_size
    with database.path.open("r+b") as file:
        for page in range(4, size // 4096):
            file.seek(page * 4096 + 100)
            file.write(b"\x55")
    with pytest.raises(AppError, match="damaged"):
        read_facts(database.path, samples)


def read_facts(path: Path, samples: Samples) -> None:
    again = open_database(path, KEY, bus=Bus(), clock=SystemClock())
    try:
        with again.work() as work:
            work.facts.of_session(samples.session.id)
    finally:
        again.close()


def test_a_value_of_the_wrong_type_is_our_bug(database: Database, samples: Samples) -> None:
    with pytest.raises(Bug), database.work() as work:
        work.facts.where(text=object())
