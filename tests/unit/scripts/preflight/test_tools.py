"""Other checkers: the real Ruff, and stand-ins for what this machine may not have."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from core.scripts.model import Language
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.found_tools import Tools, find_tools
from core.scripts.preflight.tools import check_with_tools
from tests.unit.scripts.preflight.looking import finding, rules

MakeTool = Callable[[str], str]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are POSIX scripts")


@pytest.fixture
def make_tool(tmp_path: Path) -> MakeTool:
    """A program that runs a few lines of Python; it sees its arguments and environment."""

    def make(body: str) -> str:
        tool = tmp_path / "tool"
        tool.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{body}\n")
        tool.chmod(0o755)
        return str(tool)

    return make


@pytest.fixture
def left_in_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the scripts are written during a test."""
    place = tmp_path / "temp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def number_in(file: Path) -> int:
    """What a tool wrote into the file; 0 as long as it did not."""
    return int(file.read_text() or 0) if file.exists() else 0


async def test_ruff_comes_with_the_app_and_adds_what_we_do_not_see() -> None:
    script = "import tempfile\nname = tempfile.mktemp()  # no" + "qa\n"

    preflight = await check_with_tools(script, Language.PYTHON)

    found = finding(preflight, "ruff-S306")
    assert (found.line, found.column, found.severity) == (2, 8, Severity.LOW)
    assert "mktemp" in found.message


async def test_our_own_findings_stand_and_ruff_does_not_repeat_them() -> None:
    preflight = await check_with_tools("exec(text)\n", Language.PYTHON)

    assert rules(preflight) == {"runs-text"}


async def test_ruff_says_nothing_of_a_script_without_risk(left_in_temp: Path) -> None:
    preflight = await check_with_tools("print('hello')\n", Language.PYTHON)

    assert preflight.findings == ()
    assert is_empty(left_in_temp)


async def test_without_tools_our_own_checks_are_all() -> None:
    for language in Language:
        preflight = await check_with_tools("", language, Tools())
        assert (preflight.findings, preflight.complete) == ((), True)


@posix_only
async def test_shellcheck_is_asked_where_the_machine_has_it(
    make_tool: MakeTool, left_in_temp: Path
) -> None:
    tool = make_tool(
        "text = open(sys.argv[-1]).read()\n"
        "row = dict(line=2, endLine=2, column=1, endColumn=5, level='warning', code=2034,\n"
        "           message=f'{len(text)} characters, ' + ' '.join(sys.argv[1:-1]))\n"
        "print(json.dumps({'comments': [row, dict(row, line=3, code=2115)]}))\n"
        "sys.exit(1)"
    )

    preflight = await check_with_tools("uptime\nX=1\nls\n", Language.BASH, Tools(shellcheck=tool))

    found = finding(preflight, "shellcheck-SC2034")
    assert (found.line, found.column, found.length, found.severity) == (2, 1, 4, Severity.LOW)
    assert found.message == "14 characters, --norc --shell=bash --format=json1"
    assert finding(preflight, "shellcheck-SC2115").severity is Severity.HIGH
    assert preflight.findings[0].rule == "shellcheck-SC2115"
    assert is_empty(left_in_temp)


@posix_only
async def test_the_analyzer_is_asked_where_powershell_has_it(make_tool: MakeTool) -> None:
    tool = make_tool(
        "raw = open(os.environ['FLOWPILOT_SCRIPT'], 'rb').read()\n"
        "assert raw.startswith(b'\\xef\\xbb\\xbf') and 'Get-Date' not in ' '.join(sys.argv)\n"
        "print(json.dumps(dict(RuleName='PSAvoidUsingX', Severity=1, Line=1, Column=5,\n"
        "                      Message='Avoid it.')))"
    )

    preflight = await check_with_tools(
        "Get-Date # ü\n", Language.POWERSHELL, Tools(powershell=tool)
    )

    found = finding(preflight, "analyzer-PSAvoidUsingX")
    assert (found.line, found.column, found.severity) == (1, 5, Severity.LOW)


@posix_only
async def test_what_powershell_itself_can_not_read_is_not_safe(make_tool: MakeTool) -> None:
    row = {"RuleName": "MissingX", "Severity": 3, "Line": 1, "Column": 1, "Message": "No."}
    tool = make_tool(f"print(json.dumps([{json.dumps(row)}]))")

    preflight = await check_with_tools("Get-Date", Language.POWERSHELL, Tools(powershell=tool))

    assert not preflight.complete


@posix_only
@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(3)",
        "print('no json')",
        "print('[1, 2')",
        "print('{}')",
        "os.kill(os.getpid(), 9)",
        "print('x' * 9_000_000)",
    ],
)
async def test_a_tool_that_fails_is_noted_and_nothing_else(make_tool: MakeTool, body: str) -> None:
    tools = Tools(shellcheck=make_tool(body))

    preflight = await check_with_tools("uptime\n", Language.BASH, tools)

    assert rules(preflight) == {"tool-failed"}
    assert finding(preflight, "tool-failed").severity is Severity.INFO


async def test_a_tool_that_does_not_start_is_noted(tmp_path: Path) -> None:
    tools = Tools(ruff=str(tmp_path / "not-there"))

    assert rules(await check_with_tools("x = 1\n", Language.PYTHON, tools)) == {"tool-failed"}


@posix_only
async def test_a_tool_that_hangs_is_ended_in_time(make_tool: MakeTool, left_in_temp: Path) -> None:
    tools = Tools(shellcheck=make_tool("time.sleep(60)"))

    preflight = await check_with_tools(
        "uptime\n", Language.BASH, tools, time_limit=timedelta(seconds=0.5)
    )

    assert rules(preflight) == {"tool-failed"}
    assert is_empty(left_in_temp)


@posix_only
async def test_cancelling_ends_the_tool(
    make_tool: MakeTool, tmp_path: Path, left_in_temp: Path
) -> None:
    started = tmp_path / "started"
    body = f"open({str(started)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    check = asyncio.ensure_future(
        check_with_tools("uptime\n", Language.BASH, Tools(shellcheck=make_tool(body)))
    )
    async with asyncio.timeout(20):
        while not (process := number_in(started)):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0)

    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check

    assert not psutil.pid_exists(process)
    assert is_empty(left_in_temp)


def test_ruff_is_found_by_its_full_path() -> None:
    assert Path(find_tools().ruff).is_absolute()
