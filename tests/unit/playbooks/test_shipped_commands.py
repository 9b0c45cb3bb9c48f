"""Commands and scripts of the shipped playbooks: read-only, and fit for the shells they name."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from core.playbooks.command_rules import check_command_problems, script_problems
from core.playbooks.schema import Commands
from core.playbooks.visible_code import Shell
from tests.unit.playbooks.shipped import IDS, shipped

SH = shutil.which("sh")


def per_shell(commands: Commands) -> list[tuple[str, Shell, str]]:
    every: list[tuple[str, Shell, str | None]] = [
        ("windows", "powershell", commands.windows),
        ("linux", "posix", commands.linux),
        ("macos", "posix", commands.macos),
    ]
    return [(platform, shell, text) for platform, shell, text in every if text is not None]


def commands_of(playbook_id: str) -> list[tuple[str, Shell, str]]:
    return [
        (f"{item.id}/{platform}", shell, text)
        for item in shipped(playbook_id).observations
        if item.commands is not None
        for platform, shell, text in per_shell(item.commands)
    ]


@pytest.mark.parametrize("playbook_id", IDS)
def test_checks_change_nothing_and_avoid_powershell_7(playbook_id: str) -> None:
    problems = {
        where: found
        for where, shell, command in commands_of(playbook_id)
        if (found := check_command_problems(command, shell))
    }
    assert problems == {}


@pytest.mark.parametrize("playbook_id", IDS)
def test_scripts_run_where_they_say(playbook_id: str) -> None:
    problems = {}
    for cause in shipped(playbook_id).causes:
        if script := cause.fix.script:
            shell: Shell = "powershell" if script.language == "powershell" else "posix"
            problems[cause.id] = script_problems(script.body, shell)
    assert {cause: found for cause, found in problems.items() if found} == {}


@pytest.mark.skipif(SH is None, reason="no POSIX shell here")
@pytest.mark.parametrize("playbook_id", IDS)
def test_posix_commands_parse(playbook_id: str) -> None:
    for where, shell, command in commands_of(playbook_id):
        if shell == "posix" and SH is not None:
            checked = subprocess.run([SH, "-n", "-c", command], capture_output=True, check=False)
            assert checked.returncode == 0, f"{where}: {checked.stderr.decode()}"
