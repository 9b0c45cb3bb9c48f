"""Scripts that really run: what arrives, what is kept, what is hidden."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from core.checks.runs import RunEnd
from core.errors import UserError
from core.paths import Profile
from core.scripts.model import Language
from core.scripts.rendering import Runnable
from core.scripts.run.interpreters import Interpreter
from core.scripts.run.runner import ScriptRunner
from core.scripts.run.script_file import fingerprint
from tests.unit.checks.processes import Lines
from tests.unit.scripts.run.running import MINUTE, bash, run

SECRET = "hunter2 & 'more'"


async def test_values_arrive_as_data_and_the_exit_code_is_kept(runner: ScriptRunner) -> None:
    hostile = 'a\'; echo pwned; "$(id)" `id` {}\nnext'
    runnable = bash('printf %s "$FLOWPILOT_NAME"; echo bad >&2; exit 3', name=hostile)

    result = await run(runner, runnable)

    assert (result.end, result.exit_code) == (RunEnd.EXITED, 3)
    assert (result.stdout.rstrip("\n"), result.stderr) == (hostile, "bad\n")
    assert result.note == ""


async def test_python_runs_apart_from_the_app(runner: ScriptRunner) -> None:
    script = "import os, sys\nprint(os.environ['FLOWPILOT_X'], sys.flags.isolated, 'ü')\n"

    result = await run(runner, bash(script, x="1"), Language.PYTHON)

    assert result.stdout == "1 1 ü\n"


async def test_only_what_was_shown_runs(runner: ScriptRunner, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    shown = bash(f"touch {mark}", name="a")
    changed = bash(f"touch {mark}", name="b")

    with pytest.raises(UserError, match="changed since you looked"):
        await runner.run(changed, Language.BASH, confirmed=fingerprint(shown), timeout=MINUTE)

    assert not mark.exists()


async def test_a_password_in_pieces_is_hidden_in_everything(runner: ScriptRunner) -> None:
    script = 'w="$FLOWPILOT_W"; printf %s "${w:0:5}"; sleep 0.2; echo "${w:5}"; echo "$w" >&2'
    lines = Lines()

    result = await run(runner, bash(script, secrets=(SECRET,), w=SECRET), on_line=lines)

    seen = lines.all()
    for text in (result.stdout, result.stderr, result.transcript, *seen):
        assert "hunter2" not in text
    assert (result.stdout, result.stderr) == ("(hidden)\n", "(hidden)\n")
    assert sorted(seen) == ["(hidden)", "(hidden)"]
    assert "w = (hidden)" in result.transcript


async def test_what_looks_like_a_secret_is_hidden_too(runner: ScriptRunner) -> None:
    lines = Lines()

    result = await run(runner, bash("echo 'password=Sommer2026!x'"), on_line=lines)

    assert "Sommer2026" not in result.stdout + result.transcript + "".join(lines.all())


async def test_the_transcript_says_what_ran_and_how_it_ended(runner: ScriptRunner) -> None:
    runnable = bash("echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three", user="jdoe")

    result = await run(runner, runnable)

    named = sha256(runnable.script.encode()).hexdigest()
    assert "\none\n! two\nthree\n" in result.transcript
    assert f"Script SHA-256: {named}\n" in result.transcript
    assert result.script_sha256 == named
    assert "Interpreter: Bash (/" in result.transcript
    assert "Elevated: no\nValues:\n  user = jdoe\n" in result.transcript
    assert result.transcript.endswith("\nEnded: exit code 0\n")
    assert result.transcript_sha256 == sha256(result.transcript.encode()).hexdigest()


async def test_the_file_is_the_owners_alone_and_gone_afterwards(
    runner: ScriptRunner, tmp_path: Path
) -> None:
    script = 'stat -c %a "$0" "$(dirname "$0")"; sha256sum < "$0"\n'

    result = await run(runner, bash(script.replace("\n", "\r\n")))

    file, folder, digest = result.stdout.splitlines()
    assert (file, folder) == ("600", "700")
    assert digest.split()[0] == sha256(script.encode()).hexdigest()
    assert list((tmp_path / "runs").iterdir()) == []


async def test_without_an_interpreter_nothing_runs_and_the_app_says_so(tmp_path: Path) -> None:
    runner = ScriptRunner(lambda: Profile(tmp_path), found=())

    result = await run(runner, Runnable("Get-Date", {}, ()), Language.POWERSHELL)

    assert result.end is RunEnd.FAILED_TO_START
    assert result.note.startswith("There is no PowerShell on this laptop. Copy or save")


async def test_an_interpreter_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = Interpreter(Language.BASH, "Bash", str(tmp_path / "bash"))
    runner = ScriptRunner(lambda: Profile(tmp_path), found=[gone])

    result = await run(runner, bash("true"))

    assert (result.end, result.exit_code) == (RunEnd.FAILED_TO_START, None)
    assert "No such file" in result.note
    assert "Ended: it did not start." in result.transcript
