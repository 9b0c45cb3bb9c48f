"""The open database: one thread, one transaction at a time, an orderly end."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from core.db.database import Database
from core.db.profile_lock import ProfileLock
from core.errors import Conflict, EnvironmentProblem
from core.sessions.overview import SessionOverview
from tests.unit.db.samples import Samples, build

ROOT = Path(__file__).parents[3]


def overviews(database: Database) -> list[SessionOverview]:
    with database.work() as work:
        return work.sessions.overview()


async def test_jobs_run_on_one_thread_of_their_own(database: Database) -> None:
    names = {await database.run(lambda: threading.current_thread().name) for _ in range(3)}
    assert len(names) == 1
    assert names != {threading.current_thread().name}
    assert database.submit(lambda: overviews(database)).result() == []


async def test_what_a_job_raises_reaches_who_waits(database: Database) -> None:
    def refuse() -> None:
        raise Conflict("Session is already resolved.")

    with pytest.raises(Conflict, match="already resolved"):
        await database.run(refuse)


def test_work_on_several_threads_takes_turns(database: Database) -> None:
    started = threading.Barrier(4)

    def add() -> None:
        started.wait()
        for _ in range(5):
            with database.work() as work:
                work.sessions.add(build(work.account_id, work.user_id).session)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(overviews(database)) == 20


def test_closing_lets_the_job_under_way_finish(database: Database) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def add() -> None:
        with database.work() as work:
            entered.set()
            go_on.wait(10)
            work.sessions.add(build(work.account_id, work.user_id).session)

    under_way = database.submit(add)
    waiting = database.submit(lambda: None)
    entered.wait(10)
    closing = threading.Thread(target=database.close)
    closing.start()
    go_on.set()
    closing.join()
    assert under_way.result() is None
    with pytest.raises(CancelledError):
        waiting.result()
    database.close()


def test_a_clean_end_leaves_one_file(database: Database, samples: Samples) -> None:
    database.close()
    assert [path.name for path in database.path.parent.iterdir()] == [database.path.name]


def test_the_session_list_says_who_waits(database: Database, samples: Samples) -> None:
    (line,) = overviews(database)
    assert (line.id, line.title, line.waiting) == (
        samples.session.id,
        samples.session.title,
        False,
    )


HOLD = (
    "import sys; from pathlib import Path; from core.db.profile_lock import ProfileLock;"
    "lock = ProfileLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read();"
    "sys.argv[2:] and lock.release()"
)


@pytest.mark.parametrize("clean", [True, False])
def test_a_lock_ends_with_its_process_and_tells_how_it_ended(tmp_path: Path, clean: bool) -> None:
    path = tmp_path / "flowpilot.lock"
    command = [sys.executable, "-c", HOLD, str(path), *(["release"] if clean else [])]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentProblem, match="already open") as problem:
            ProfileLock(path)
        assert f"Process {holder.pid}" in problem.value.message
        if clean:
            holder.stdin.close()
        else:
            holder.kill()
    lock = ProfileLock(path)
    assert lock.was_left_open is not clean
    lock.release()
    again = ProfileLock(path)
    assert not again.was_left_open
    again.release()
