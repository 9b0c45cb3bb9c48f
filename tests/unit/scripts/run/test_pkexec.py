"""Elevation on Linux, with a stand-in for pkexec that asks nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.checks.runs import RunEnd
from core.scripts.model import Language
from core.scripts.run.elevation import StartMark, elevation_for
from core.scripts.run.elevation_linux import Pkexec
from core.scripts.run.interpreters import interpreter_for
from core.scripts.run.result import RunCancelled
from core.scripts.run.runner import ScriptRunner
from tests.unit.checks.processes import Lines, Observed
from tests.unit.scripts.run.running import bash, run

# Like the real one: no environment of the caller, and what was asked for is kept for the test.
AGREES = """#!/bin/sh
printf '%s\\n' "$@" > {seen}
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
"""


@pytest.fixture
def arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """A pkexec that says yes, and what it was asked to run; it must have been asked."""
    seen = tmp_path / "seen"
    stand_in(tmp_path, monkeypatch, AGREES.format(seen=seen))
    yield seen.read_text
    assert seen.exists()


needs_prompt = pytest.mark.usefixtures("arguments")


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "pkexec"
    program.write_text(text)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


async def test_values_and_script_arrive_by_another_way_than_arguments(
    runner: ScriptRunner, arguments: Callable[[], str]
) -> None:
    value = 'it\'s "$(id)" `id`\nnext'
    runnable = bash(
        'printf "%s|%s\\n" "$FLOWPILOT_NAME" "$HOME"; echo bad >&2; exit 7',
        secrets=("sesame",),
        name=value,
        word="sesame",
    )

    result = await run(runner, runnable, elevated=True)

    assert (result.end, result.exit_code) == (RunEnd.EXITED, 7)
    assert (result.stdout, result.stderr) == (f"{value}|\n", "bad\n")
    assert "Elevated: yes" in result.transcript
    assert "sesame" not in arguments()
    assert "next" not in arguments()


@needs_prompt
async def test_nothing_is_left_where_it_ran(runner: ScriptRunner) -> None:
    result = await run(runner, bash('stat -c %a "$(dirname "$0")"; dirname "$0"'), elevated=True)

    mode, folder = result.stdout.splitlines()
    assert mode == "700"
    assert not await asyncio.to_thread(Path(folder).exists)


@needs_prompt
async def test_an_elevated_script_reads_nothing_of_its_input(runner: ScriptRunner) -> None:
    result = await run(runner, bash("read -r line; echo got $? [$line]"), elevated=True)

    assert result.stdout == "got 1 []\n"


@needs_prompt
async def test_python_runs_elevated_as_well(runner: ScriptRunner) -> None:
    script = "import os\nprint(os.environ['FLOWPILOT_X'])\n"

    result = await run(runner, bash(script, x="ü"), Language.PYTHON, elevated=True)

    assert result.stdout == "ü\n"


@needs_prompt
async def test_cancel_and_timeout_end_what_runs_elevated(runner: ScriptRunner) -> None:
    lines = Lines()
    script = bash("trap '' TERM; (trap '' TERM; sleep 300) & echo $!; wait; sleep 300")
    task = asyncio.ensure_future(run(runner, script, elevated=True, on_line=lines))
    child = await Observed.next_of(lines)

    task.cancel()
    with pytest.raises(RunCancelled):
        await task
    assert child.is_gone

    soon = timedelta(seconds=1)
    slow = asyncio.ensure_future(run(runner, script, elevated=True, timeout=soon, on_line=lines))
    child = await Observed.next_of(lines)
    assert (await slow).end is RunEnd.TIMED_OUT
    assert child.is_gone


@needs_prompt
async def test_it_ends_when_its_input_does(tmp_path: Path) -> None:
    """What the app cannot signal ends by itself when the app is gone."""
    interpreter = interpreter_for(Language.BASH)
    pkexec = elevation_for("linux")
    assert interpreter is not None
    assert pkexec is not None
    script = tmp_path / "script.sh"
    script.write_text("echo $$; exec sleep 300")
    start = pkexec.start(interpreter, script, {})
    process = await asyncio.create_subprocess_exec(
        *start.argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert start.sent is not None
    process.stdin.write(start.sent)
    child = Observed(int(await process.stdout.readline()))

    process.stdin.close()

    assert await asyncio.wait_for(process.wait(), 10) == 128 + 15
    assert child.is_gone


@needs_prompt
async def test_a_script_that_changed_on_its_way_does_not_run(tmp_path: Path) -> None:
    interpreter = interpreter_for(Language.BASH)
    assert interpreter is not None
    script = tmp_path / "script.sh"
    script.write_text("echo no; true")
    start = Pkexec(tmp_path / "bin" / "pkexec").start(interpreter, script, {})
    assert start.sent is not None
    process = await asyncio.create_subprocess_exec(
        *start.argv,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )

    printed, errors = await process.communicate(start.sent.replace(b"no", b"ok"))

    assert (process.returncode, printed) == (125, b"")
    assert b"was not run" in errors
    assert start.mark not in errors


@pytest.mark.parametrize(
    ("text", "end", "words"),
    [
        ("#!/bin/sh\necho 'Request dismissed' >&2; exit 126\n", RunEnd.CANCELLED, "not given"),
        ("#!/bin/sh\necho 'Error: Not authorized' >&2; exit 127\n", RunEnd.CANCELLED, "not given"),
        ("#!/bin/sh\necho 'No agent' >&2; exit 127\n", RunEnd.FAILED_TO_START, "did not start"),
    ],
)
async def test_a_prompt_that_says_no_is_no_failure_of_the_script(
    runner: ScriptRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    end: RunEnd,
    words: str,
) -> None:
    stand_in(tmp_path, monkeypatch, text)
    mark = tmp_path / "ran"

    result = await run(runner, bash(f"touch {mark}"), elevated=True)

    assert (result.end, result.exit_code) == (end, None)
    assert words in result.note
    assert not mark.exists()


@needs_prompt
async def test_a_script_that_ends_with_126_is_not_taken_for_a_refusal(runner: ScriptRunner) -> None:
    result = await run(runner, bash("exit 126"), elevated=True)

    assert (result.end, result.exit_code) == (RunEnd.EXITED, 126)


async def test_a_laptop_that_cannot_ask_says_so(
    runner: ScriptRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runner.interpreter_for(Language.BASH) is not None
    monkeypatch.setenv("PATH", str(tmp_path))

    result = await run(runner, bash("true"), elevated=True)

    assert result.end is RunEnd.FAILED_TO_START
    assert "no way to ask for administrator rights" in result.note


@pytest.mark.parametrize("size", [1, 3, 100])
def test_the_mark_is_taken_out_in_whatever_pieces_it_comes(size: int) -> None:
    mark = StartMark(b"flowpilot-begins-1")
    text = b"warning\r\nflowpilot-begins-1\r\nerror\n"

    pieces = [mark.take(text[at : at + size]) for at in range(0, len(text), size)]

    assert mark.seen
    assert b"".join(pieces) == b"warning\r\nerror\n"
