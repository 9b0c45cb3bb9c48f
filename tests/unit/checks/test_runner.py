"""Real commands in a real shell: what is kept of them, and how they may end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from core.checks.runner import CheckRunner
from core.checks.runs import RunEnd
from core.checks.shell import Shell, ShellId
from tests.unit.checks.processes import Lines

ROOT = Path(__file__).parents[3]


async def test_keeps_output_errors_and_exit_code(runner: CheckRunner) -> None:
    output = await runner.run("echo out; echo wrong >&2; exit 3", "posix")

    assert (output.end, output.exit_code) == (RunEnd.EXITED, 3)
    assert (output.stdout, output.stderr, output.note) == ("out\n", "wrong\n", "")


async def test_measures_how_long_it_took(runner: CheckRunner) -> None:
    output = await runner.run("sleep 0.3", "posix")

    assert 300 <= output.duration_ms < 10_000


async def test_runs_the_text_word_for_word(runner: CheckRunner) -> None:
    command = """printf '%s\\n' "a  b" 'c"d' e\\ f '$HOME' "ü"; # a comment
printf '%s' 'second line'"""

    output = await runner.run(command, "posix")

    assert output.stdout == 'a  b\nc"d\ne f\n$HOME\nü\nsecond line'


async def test_reads_both_streams_at_once(runner: CheckRunner) -> None:
    """More than a pipe holds on each; reading one after the other would never end."""
    command = "for s in 1 2; do head -c 200000 /dev/zero | tr '\\0' a >&$s; done"

    output = await runner.run(command, "posix")

    assert (len(output.stdout), len(output.stderr)) == (200_000, 200_000)


async def test_invalid_bytes_stay_visible(runner: CheckRunner) -> None:
    output = await runner.run(r"printf 'gr\374n\nsch\303\266n\0\n'", "posix")

    assert output.stdout == "gr�n\nschön�\n"


async def test_reads_utf_16(runner: CheckRunner) -> None:
    output = await runner.run("printf 'Größe: 1\\r\\nzwei' | iconv -t UTF-16", "posix")

    assert output.stdout == "Größe: 1\nzwei"


async def test_tools_speak_english_in_utf_8(runner: CheckRunner) -> None:
    output = await runner.run('echo "$LC_ALL/$LANGUAGE/$TERM/$NO_COLOR"', "posix")

    assert output.stdout == "C.UTF-8//dumb/1\n"


async def test_a_command_that_asks_for_input_gets_none(runner: CheckRunner) -> None:
    output = await runner.run("read answer; echo $?; cat; tty", "posix")

    assert output.stdout == "1\nnot a tty\n"


async def test_runs_in_the_home_folder(runner: CheckRunner) -> None:
    assert (await runner.run("pwd -P", "posix")).stdout.strip() == str(Path.home().resolve())


async def test_a_long_output_keeps_its_beginning_and_its_end() -> None:
    runner = CheckRunner(output_limit=1000)

    output = await runner.run("seq 1 100000", "posix")

    start, rest = output.stdout.split("\n… ")
    left_out, end = rest.split(" left out …\n")
    assert start.startswith("1\n2\n3\n")
    assert end.endswith("\n99999\n100000\n")
    assert left_out == "574 KB"
    assert output.note == "The output was long; 574 KB of its middle were left out."
    whole_lines = [int(line) for line in (start + "\n" + end).split()]
    assert whole_lines == [n for n in range(1, 100_001) if n in set(whole_lines)]


async def test_a_long_error_output_says_so_too() -> None:
    output = await CheckRunner(output_limit=1000).run("seq 1 10000 >&2", "posix")

    assert output.note.startswith("The error output was long; ")


FLOOD = """
import asyncio, resource
from core.checks.runner import CheckRunner

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

async def flood():
    runner = CheckRunner()
    await runner.run("echo warm; echo up", "posix", on_line=print)
    before = peak()
    output = await runner.run("yes 0123456789 | head -c 100000000", "posix", on_line=lambda _: None)
    assert output.exit_code == 0 and len(output.stdout) < 300_000, output
    print("grew by MB:", peak() - before)

asyncio.run(flood())
"""


def test_a_flood_does_not_fill_the_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FLOOD], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert int(done.stdout.split("grew by MB:")[1]) < 20


async def test_lines_are_seen_while_the_command_runs(runner: CheckRunner, tmp_path: Path) -> None:
    lines, gate = Lines(), tmp_path / "gate"
    running = asyncio.ensure_future(
        runner.run(f"echo first; until [ -e {gate} ]; do sleep 0.02; done", "posix", on_line=lines)
    )

    assert await lines.next() == "first"
    assert not running.done()
    gate.touch()
    assert (await running).stdout == "first\n"


async def test_every_line_arrives_before_the_result(runner: CheckRunner) -> None:
    lines = Lines()
    await runner.run("printf 'one\\r\\ntwo\\n'; printf 'no end'", "posix", on_line=lines)

    assert lines.all() == ["one", "two"]


async def test_a_timeout_keeps_what_was_printed(runner: CheckRunner) -> None:
    output = await runner.run("echo begun; sleep 60", "posix", timeout=timedelta(seconds=0.5))

    assert (output.end, output.exit_code) == (RunEnd.TIMED_OUT, None)
    assert output.stdout == "begun\n"
    assert output.note == "Stopped after 0.5 seconds; what it printed until then is kept."


async def test_a_missing_shell_is_said_plainly() -> None:
    runner = CheckRunner(shells=())

    output = await runner.run("Get-NetAdapter", "powershell")

    assert output.end is RunEnd.FAILED_TO_START
    assert output.note == (
        "There is no PowerShell on this laptop. "
        "Run the command on a machine that can, and paste what it prints."
    )


@pytest.mark.parametrize(
    ("executable", "command"),
    [("/no/such/shell", "true"), (sys.executable, "a\0b"), ("/bin/sh", "#" + "x" * 3_000_000)],
    ids=["gone since start", "NUL in the command", "too long for the system"],
)
async def test_what_cannot_start_says_so(executable: str, command: str) -> None:
    runner = CheckRunner([Shell(ShellId.POSIX, "sh", executable)])

    output = await runner.run(command, "posix")

    assert (output.end, output.exit_code) == (RunEnd.FAILED_TO_START, None)
    assert output.note.startswith("It did not start: ")


async def test_no_more_run_at_once_than_allowed(tmp_path: Path) -> None:
    runner = CheckRunner(parallel=2)
    count = f"touch {tmp_path}/$$; ls {tmp_path} | wc -l; sleep 0.1; rm {tmp_path}/$$"

    outputs = await asyncio.gather(*(runner.run(count, "posix") for _ in range(6)))

    assert max(int(output.stdout) for output in outputs) <= 2


async def test_as_many_run_at_once_as_allowed(tmp_path: Path) -> None:
    runner = CheckRunner(parallel=3)
    meet = f"touch {tmp_path}/$$; until [ $(ls {tmp_path} | wc -l) = 3 ]; do sleep 0.02; done"

    outputs = await asyncio.gather(*(runner.run(meet, "posix") for _ in range(3)))

    assert [output.end for output in outputs] == [RunEnd.EXITED] * 3


async def test_the_timeout_does_not_count_the_wait_for_a_turn() -> None:
    runner = CheckRunner(parallel=1)

    outputs = await asyncio.gather(
        runner.run("sleep 1", "posix"),
        runner.run("true", "posix", timeout=timedelta(seconds=0.9)),
    )

    assert [output.end for output in outputs] == [RunEnd.EXITED] * 2
