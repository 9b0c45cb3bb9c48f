"""Scripts that end badly, and laptops that are in a bad way: the record stays honest."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from core.checks.runs import RunEnd
from core.paths import Profile
from core.scripts.model import Language
from core.scripts.run import script_file as files
from core.scripts.run.result import RunCancelled
from core.scripts.run.runner import ScriptRunner
from tests.unit.checks.processes import Lines, Observed, is_running
from tests.unit.scripts.run.running import bash, run

SOON = timedelta(seconds=1)
FLOOD_BYTES = 100 * 1024 * 1024
MEMORY_BYTES = 40 * 1024 * 1024


async def test_a_killed_script_is_no_success(runner: ScriptRunner) -> None:
    result = await run(runner, bash("echo begun; kill -9 $$"))

    assert (result.end, result.exit_code) == (RunEnd.EXITED, -9)
    assert "ended from outside by signal SIGKILL; it did not finish" in result.note
    assert result.note in result.transcript


async def test_a_hang_that_ignores_sigterm_ends_with_all_it_started(runner: ScriptRunner) -> None:
    lines = Lines()
    script = "trap '' TERM; (trap '' TERM; while true; do sleep 300; done) & echo $!; wait"
    task = asyncio.ensure_future(run(runner, bash(script), timeout=SOON, on_line=lines))
    child = await Observed.next_of(lines)

    result = await task

    assert child.is_gone
    assert (result.end, result.exit_code) == (RunEnd.TIMED_OUT, None)
    assert "Stopped after 1 seconds" in result.note
    assert "stopped at its time limit" in result.transcript


async def test_cancel_ends_grandchildren_and_keeps_what_was_printed(runner: ScriptRunner) -> None:
    lines = Lines()
    script = "(setsid sh -c 'echo $$; exec sleep 300' &); sleep 300"
    task = asyncio.ensure_future(run(runner, bash(script), on_line=lines))
    child = await Observed.next_of(lines)

    task.cancel()
    with pytest.raises(RunCancelled) as cancelled:
        await task

    assert child.is_gone
    result = cancelled.value.result
    assert (result.end, result.exit_code) == (RunEnd.CANCELLED, None)
    assert result.stdout.strip().isdigit()
    assert "Ended: cancelled. What it had done until then stays done." in result.transcript


async def test_the_end_of_the_app_ends_it(runner: ScriptRunner) -> None:
    lines = Lines()
    task = asyncio.ensure_future(run(runner, bash("echo $$; sleep 300"), on_line=lines))
    child = await Observed.next_of(lines)

    await runner.aclose()

    assert child.is_gone
    result = await task
    assert result.end is RunEnd.CANCELLED
    assert "the app was closed" in result.note


async def test_a_flood_is_bounded_and_the_loop_goes_on(runner: ScriptRunner) -> None:
    process = psutil.Process()
    before, peak, longest = process.memory_info().rss, 0, 0.0
    script = f"head -c {FLOOD_BYTES} /dev/zero | tr '\\0' 'x' | fold -w 99; echo last"
    task = asyncio.ensure_future(run(runner, bash(script), on_line=lambda _: None))
    loop = asyncio.get_running_loop()

    while not task.done():
        started = loop.time()
        await asyncio.wait({task}, timeout=0.01)
        longest = max(longest, loop.time() - started)
        peak = max(peak, process.memory_info().rss)

    result = await task
    assert result.exit_code == 0
    assert len(result.stdout) < 70 * 1024
    assert len(result.transcript) < 70 * 1024
    assert result.stdout.endswith("last\n")
    assert "left out" in result.note
    assert peak - before < MEMORY_BYTES
    assert longest < 0.25


async def test_a_line_without_end_hides_a_secret_and_is_bounded(runner: ScriptRunner) -> None:
    script = (
        "import sys, time\n"
        "for _ in range(40):\n"
        "    sys.stdout.write('x' * 65533 + 'sesame-'); sys.stdout.flush()\n"
        "    sys.stdout.write('opens'); sys.stdout.flush()\n"
    )

    result = await run(runner, bash(script, secrets=("sesame-opens",)), Language.PYTHON)

    assert "sesame" not in result.stdout + result.transcript
    assert "opens" not in result.stdout
    assert "(hidden)" in result.stdout
    assert len(result.stdout) < 70 * 1024


async def test_invalid_bytes_stay_visible(runner: ScriptRunner) -> None:
    result = await run(runner, bash(r"printf 'a\xff\xfeb\0c\n'; echo ü"))

    assert result.stdout == "a\ufffd\ufffdb\ufffdc\nü\n"


@pytest.mark.parametrize(
    ("language", "script", "words"),
    [
        (Language.PYTHON, "input('Sure? ')\n", "asked for input and got none"),
        (Language.BASH, "echo 1\nread -r answer || exit 4\n", "Line 2 of the script reads input"),
    ],
)
async def test_who_asks_gets_nothing_and_the_record_says_so(
    runner: ScriptRunner, language: Language, script: str, words: str
) -> None:
    result = await run(runner, bash(script), language)

    assert result.exit_code in (1, 4)
    assert words in result.note
    assert words in result.transcript


async def test_a_full_disk_is_said_and_nothing_runs(
    runner: ScriptRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "ran"

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_write", full)
    result = await run(runner, bash(f"touch {mark}"))

    assert result.end is RunEnd.FAILED_TO_START
    assert "No space left on device" in result.note
    assert "Free some space" in result.note
    assert not mark.exists()
    assert list((tmp_path / "runs").iterdir()) == []


async def test_a_folder_that_vanishes_while_it_runs_changes_nothing(runner: ScriptRunner) -> None:
    result = await run(runner, bash('rm -r "$(dirname "$0")"; echo gone'))

    assert (result.exit_code, result.stdout) == (0, "gone\n")


async def test_a_file_that_was_changed_does_not_run(
    runner: ScriptRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_write", lambda file, _: file.write_text("touch /tmp/evil"))

    result = await run(runner, bash("true"))

    assert result.end is RunEnd.FAILED_TO_START
    assert "changed the script's temporary file" in result.note


async def test_what_a_crash_left_goes_at_the_next_run(runner: ScriptRunner, tmp_path: Path) -> None:
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await ended.wait()
    crashed = tmp_path / "runs" / f"flowpilot-run-{ended.pid}-abc"
    alive = tmp_path / "runs" / f"flowpilot-run-{os.getpid()}-abc"
    for folder in (crashed, alive):
        folder.mkdir(parents=True)
        (folder / "script.sh").write_text("echo secret")

    await run(runner, bash("true"))

    assert not crashed.exists()
    assert alive.exists()


CRASHING = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from core.paths import Profile
from core.scripts.model import Language
from core.scripts.rendering import Runnable
from core.scripts.run.runner import ScriptRunner
from core.scripts.run.script_file import fingerprint

async def main():
    script = Runnable("echo $$; exec sleep 300", {}, ())
    runner = ScriptRunner(lambda: Profile(Path(sys.argv[1])))
    await runner.run(script, Language.BASH, confirmed=fingerprint(script),
                     timeout=timedelta(minutes=5), on_line=lambda line: print(line, flush=True))

asyncio.run(main())
"""


def test_a_crash_of_the_app_leaves_a_file_that_the_next_start_removes(tmp_path: Path) -> None:
    app = subprocess.Popen(
        [sys.executable, "-c", CRASHING, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert app.stdout is not None
    script = int(app.stdout.readline())
    app.kill()
    app.wait()
    app.stdout.close()
    try:
        assert len(list((tmp_path / "runs").iterdir())) == 1
        assert ScriptRunner(lambda: Profile(tmp_path)).remove_leftovers() == 1
        assert list((tmp_path / "runs").iterdir()) == []
    finally:
        if is_running(script):
            os.kill(script, 9)
