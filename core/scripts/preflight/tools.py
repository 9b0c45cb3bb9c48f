"""The checks that other programs bring along. They add to our own and never replace it.

They get the script as a file of its own, read it, and start nothing of it. One that is missing is
passed over; one that fails is noted.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from core.checks.environment import check_environment
from core.checks.processes import Processes
from core.checks.runs import RunEnd
from core.ids import new_id
from core.scripts.model import Language
from core.scripts.preflight.check import check_script
from core.scripts.preflight.findings import Finding, Preflight, Severity
from core.scripts.preflight.found_tools import Tools, find_tools
from core.scripts.preflight.tool_reports import (
    ReadReport,
    ToolReport,
    read_analyzer,
    read_ruff,
    read_shellcheck,
)

TIME_LIMIT = timedelta(seconds=10)
_OUTPUT_LIMIT = 4 * 1024 * 1024
_SCRIPT = "FLOWPILOT_SCRIPT"
_ANALYZE = (
    "$ErrorActionPreference = 'Stop'; [Console]::OutputEncoding = New-Object Text.UTF8Encoding "
    "$false; Import-Module PSScriptAnalyzer; ConvertTo-Json -Compress -InputObject "
    f"@(Invoke-ScriptAnalyzer -Path $env:{_SCRIPT} | Select-Object -Property RuleName, "
    "@{Name='Severity';Expression={[int]$_.Severity}}, Line, Column, Message)"
)


@dataclass(frozen=True, slots=True)
class _Tool:
    """`argv` gets the path of the script at its end, or knows it from the environment."""

    name: str
    argv: tuple[str, ...]
    read: ReadReport
    environment: Mapping[str, str] = field(default_factory=dict)


async def check_with_tools(
    text: str,
    language: Language,
    tools: Tools | None = None,
    *,
    time_limit: timedelta = TIME_LIMIT,
) -> Preflight:
    """`check_script`, and what the tools of this machine have to say besides.

    tools  None: those that are found here

    Cancelling ends the tool as well. Never raises for what a tool does.
    """
    own = await asyncio.to_thread(check_script, text, language)
    found = await asyncio.to_thread(find_tools) if tools is None else tools
    if not text.strip() or "\x00" in text:
        return own
    try:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="flowpilot-check-"))
    except OSError:
        return _merged(own, _failed("the other checkers"))
    try:
        script = await asyncio.to_thread(_write, folder, text, language)
        tool = _tool(language, found, script)
        return own if tool is None else _merged(own, await _ask(tool, time_limit))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tool(language: Language, found: Tools, script: Path) -> _Tool | None:
    match language:
        case Language.PYTHON if found.ruff:
            # Comments in the script must not switch rules off.
            switches = "check --isolated --no-cache --exit-zero --ignore-noqa --quiet"
            rules = "--select=S --ignore=S101,S603 --output-format=json"
            argv = (found.ruff, *switches.split(), *rules.split(), str(script))
            return _Tool("Ruff", argv, read_ruff)
        case Language.BASH if found.shellcheck:
            switches = "--norc --shell=bash --format=json1"
            argv = (found.shellcheck, *switches.split(), str(script))
            return _Tool("ShellCheck", argv, read_shellcheck)
        case Language.POWERSHELL if found.powershell:
            switches = "-NoLogo -NoProfile -NonInteractive -Command"
            argv = (found.powershell, *switches.split(), _ANALYZE)
            return _Tool("PSScriptAnalyzer", argv, read_analyzer, {_SCRIPT: str(script)})
    return None


async def _ask(tool: _Tool, time_limit: timedelta) -> ToolReport:
    processes = Processes(parallel=1, output_limit=_OUTPUT_LIMIT)
    environment = {**check_environment(os.environ, new_id().hex), **tool.environment}
    output = await processes.run(tool.argv, environment, timeout=time_limit)
    if output.end is not RunEnd.EXITED or output.exit_code not in (0, 1):
        return _failed(tool.name)
    try:
        return tool.read(output.stdout)
    except (ValueError, AttributeError):
        return _failed(tool.name)


def _failed(name: str) -> ToolReport:
    finding = Finding(
        rule="tool-failed",
        severity=Severity.INFO,
        line=1,
        column=1,
        length=1,
        message=f"{name} did not get through the script. FlowPilot's own checks did.",
    )
    return ToolReport((finding,))


def _merged(own: Preflight, report: ToolReport) -> Preflight:
    """What a tool says about a place where we say something worse is left out."""
    worst: dict[int, Severity] = {}
    for finding in own.findings:
        worst[finding.line] = max(worst.get(finding.line, Severity.INFO), finding.severity)
    new = [
        finding
        for finding in report.findings
        if finding.line not in worst or worst[finding.line] < finding.severity
    ]
    findings = sorted([*own.findings, *new], key=lambda one: (-one.severity, one.line))
    merged = replace(own, findings=tuple(findings))
    if not report.unread or not own.complete:
        return merged
    return replace(merged, complete=False, why_incomplete="PowerShell itself can not read it.")


def _write(folder: Path, text: str, language: Language) -> Path:
    """Windows PowerShell takes a file without a byte order mark for the legacy code page."""
    names = {
        Language.POWERSHELL: ("script.ps1", "utf-8-sig"),
        Language.BASH: ("script.sh", "utf-8"),
        Language.PYTHON: ("script.py", "utf-8"),
    }
    name, encoding = names[language]
    script = folder / name
    script.write_bytes(text.encode(encoding, "replace"))
    return script
