"""Build-time check of every shipped playbook: `python -m core.playbooks.validate [FILE …]`.

Files named on the command line are checked instead, by the rules for an engineer's own playbooks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.playbooks.command_rules import check_command_problems, script_problems
from core.playbooks.loading import read_own, read_shipped, shipped_files, shipped_synonyms
from core.playbooks.matching import NEVER_MATCHED
from core.playbooks.problem import PlaybookProblem
from core.playbooks.visible_code import Shell

if TYPE_CHECKING:
    from core.playbooks.schema import Commands, Playbook

FEWEST = 20
"""Playbooks for a known problem, besides the general one."""


def shipped_problems() -> list[PlaybookProblem]:
    """Everything that is wrong with what the product ships; a release needs this to be empty."""
    found: list[PlaybookProblem] = []
    ids: set[str] = set()
    for name in shipped_files():
        read = read_shipped(name)
        if isinstance(read, tuple):
            found.extend(read)
            continue
        ids.add(read.id)
        if name != f"{read.id}.yaml":
            found.append(PlaybookProblem(name, "id", f"the file must be called {read.id}.yaml"))
        found.extend(_code_problems(read, name))
    shipped_synonyms()
    if NEVER_MATCHED not in ids:
        found.append(PlaybookProblem(f"{NEVER_MATCHED}.yaml", "document", "is missing"))
    if len(ids - {NEVER_MATCHED}) < FEWEST:
        rule = f"has {len(ids)} playbooks; it needs {FEWEST} and the general one"
        found.append(PlaybookProblem("resources/playbooks", "folder", rule))
    return found


def file_problems(path: Path) -> list[PlaybookProblem]:
    """Everything that is wrong with one file."""
    read = read_own(path)
    return list(read) if isinstance(read, tuple) else list(_code_problems(read, path.name))


def _code_problems(playbook: Playbook, file: str) -> Iterator[PlaybookProblem]:
    for item in playbook.observations:
        for platform, shell, command in _commands(item.commands):
            for rule in check_command_problems(command, shell):
                yield PlaybookProblem(file, f"observations.{item.id}.commands.{platform}", rule)
    for cause in playbook.causes:
        if script := cause.fix.script:
            shell_of_script: Shell = "posix" if script.language == "bash" else "powershell"
            for rule in script_problems(script.body, shell_of_script):
                yield PlaybookProblem(file, f"causes.{cause.id}.fix.script", rule)


def _commands(commands: Commands | None) -> Iterator[tuple[str, Shell, str]]:
    if commands is not None:
        yield "windows", "powershell", commands.windows
        if commands.linux is not None:
            yield "linux", "posix", commands.linux
        if commands.macos is not None:
            yield "macos", "posix", commands.macos


def main(arguments: Sequence[str]) -> int:
    """Print every problem; the exit code is 0 when there is none."""
    files = [Path(name) for name in arguments]
    found = [p for path in files for p in file_problems(path)] if files else shipped_problems()
    checked = len(files) or len(shipped_files())
    sys.stdout.write("".join(f"{problem}\n" for problem in found))
    sys.stdout.write(f"Playbooks checked: {checked}, problems found: {len(found)}\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
