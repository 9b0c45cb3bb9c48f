"""Nothing of a run outlives it, whatever way it ends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from core.checks.runner import CheckRunner
from core.checks.runs import RunEnd
from tests.unit.checks.processes import Lines, Observed, is_running

ROOT = Path(__file__).parents[3]
SOON = timedelta(seconds=0.5)

FAMILIES = {
    "a child": "sleep 300 & echo $!; wait",
    "a grandchild": "sh -c 'sleep 300 & echo $!; wait'; true",
    "a child that ignores SIGTERM": (
        "trap '' TERM; sh -c 'echo $$; while true; do sleep 300; done'; true"
    ),
    "a child in another session": "setsid sh -c 'echo $$; exec sleep 300' & wait",
    "an orphan in another session": "(setsid sh -c 'echo $$; exec sleep 300' &); sleep 300",
    "an orphan that closed its output": (
        "(setsid sh -c 'echo $$; exec sleep 300 >/dev/null 2>&1' &); sleep 300"
    ),
}
families = pytest.mark.parametrize("command", FAMILIES.values(), ids=FAMILIES.keys())


@families
async def test_cancel_ends_the_whole_family_first(runner: CheckRunner, command: str) -> None:
    lines = Lines()
    run = asyncio.ensure_future(runner.run(command, "posix", on_line=lines))
    child = await Observed.next_of(lines)

    run.cancel()

    with pytest.raises(asyncio.CancelledError):
        await run
    assert child.is_gone


@families
async def test_timeout_ends_the_whole_family_first(runner: CheckRunner, command: str) -> None:
    lines = Lines()
    run = asyncio.ensure_future(runner.run(command, "posix", timeout=SOON, on_line=lines))
    child = await Observed.next_of(lines)

    assert (await run).end is RunEnd.TIMED_OUT
    assert child.is_gone


@families
async def test_close_ends_the_whole_family_first(runner: CheckRunner, command: str) -> None:
    lines = Lines()
    run = asyncio.ensure_future(runner.run(command, "posix", on_line=lines))
    child = await Observed.next_of(lines)

    await runner.aclose()

    assert child.is_gone
    output = await run
    assert output.end is RunEnd.CANCELLED
    assert output.note == "Stopped because the app was closed."


@pytest.mark.parametrize("redirect", ["", ">/dev/null 2>&1"], ids=["holds the pipe", "silent"])
async def test_what_a_command_leaves_behind_ends_with_it(
    runner: CheckRunner, redirect: str
) -> None:
    output = await runner.run(f"sleep 300 {redirect} & echo $!", "posix")

    assert (output.end, output.exit_code) == (RunEnd.EXITED, 0)
    assert not is_running(int(output.stdout))


async def test_cancelling_again_does_not_cut_the_cleaning_up_short(runner: CheckRunner) -> None:
    lines = Lines()
    stubborn = FAMILIES["a child that ignores SIGTERM"]
    run = asyncio.ensure_future(runner.run(stubborn, "posix", on_line=lines))
    child = await Observed.next_of(lines)

    for _ in range(3):
        run.cancel()
        await asyncio.sleep(0)
    assert not run.done()

    with pytest.raises(asyncio.CancelledError):
        await run
    assert child.is_gone


async def test_cancelling_before_it_started_keeps_it_from_starting(
    runner: CheckRunner, tmp_path: Path
) -> None:
    run = asyncio.ensure_future(runner.run(f"sleep 0.2; touch {tmp_path}/ran", "posix"))
    await asyncio.sleep(0)

    run.cancel()

    with pytest.raises(asyncio.CancelledError):
        await run
    await runner.run("sleep 0.4", "posix")
    assert not (tmp_path / "ran").exists()


async def test_one_waiting_for_its_turn_can_be_cancelled() -> None:
    runner, lines = CheckRunner(parallel=1), Lines()
    first = asyncio.ensure_future(runner.run("echo on; sleep 300", "posix", on_line=lines))
    await lines.next()
    second = asyncio.ensure_future(runner.run("echo never", "posix"))
    await asyncio.sleep(0)

    second.cancel()
    first.cancel()

    results = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
    assert (await runner.run("echo free again", "posix")).stdout == "free again\n"


async def test_one_waiting_for_its_turn_never_starts_after_close() -> None:
    runner, lines = CheckRunner(parallel=1), Lines()
    first = asyncio.ensure_future(runner.run("echo on; sleep 300", "posix", on_line=lines))
    await lines.next()
    second = asyncio.ensure_future(runner.run("echo never", "posix"))
    await asyncio.sleep(0)

    await runner.aclose()

    outputs = await asyncio.gather(first, second)
    assert [output.end for output in outputs] == [RunEnd.CANCELLED] * 2
    assert outputs[1].stdout == ""


async def test_others_go_on_when_one_is_cancelled(runner: CheckRunner) -> None:
    lines = Lines()
    stays = asyncio.ensure_future(runner.run("sleep 0.5; echo mine", "posix"))
    goes = asyncio.ensure_future(runner.run("echo on; sleep 300", "posix", on_line=lines))
    await lines.next()

    goes.cancel()

    assert (await stays).stdout == "mine\n"
    assert goes.cancelled()


APP = """
import asyncio, sys
from core.checks.runner import CheckRunner

def leave(pid):
    print(pid, flush=True)
    {leave}

async def main():
    runner = CheckRunner()
    await runner.run("sleep 300 & echo $!; wait", "posix", on_line=leave)

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "leave",
    ["asyncio.get_running_loop().stop()", "sys.exit()"],
    ids=["the loop stops", "the app exits from a callback"],
)
def test_nothing_stays_when_the_app_exits(leave: str) -> None:
    began = time.monotonic()
    app = subprocess.run(
        [sys.executable, "-c", APP.format(leave=leave)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert not is_running(int(app.stdout))
    assert time.monotonic() - began < 60, "it waited for the command instead of ending it"
