"""The look at a PowerShell script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import tree_sitter

from core.scripts.model import Language
from core.scripts.preflight import powershell_rules, windows_programs
from core.scripts.preflight.cmdlets import check_cmdlets
from core.scripts.preflight.commands import Command
from core.scripts.preflight.downloads import check_downloads
from core.scripts.preflight.encoded import check_encoded
from core.scripts.preflight.inner import Inner, inner_scripts, started_command
from core.scripts.preflight.loose import read_loosely
from core.scripts.preflight.obfuscation import check_powershell
from core.scripts.preflight.powershell_reading import PowerShell, read
from core.scripts.preflight.powershell_scope import check_scope
from core.scripts.preflight.registry import check_registry
from core.scripts.preflight.report import Report
from core.scripts.preflight.rule import apply_rules, by_name
from core.scripts.preflight.tell_tales import check_words
from core.scripts.preflight.touches import note_touches
from core.scripts.syntax import Span, line_of, walk

_RULES = by_name((*powershell_rules.RULES, *windows_programs.RULES))
_RUNS = {
    "invoke-expression": Language.POWERSHELL,
    "powershell": Language.POWERSHELL,
    "pwsh": Language.POWERSHELL,
    "bash": Language.BASH,
    "cmd": None,
}


def look_powershell(text: str, report: Report) -> tuple[Inner, ...]:
    """Report what the script does; returns the scripts it hands to other shells."""
    script = read(text)
    commands = list(script.commands)
    if script.tree.has_error:
        line = line_of(text, script.tree.errors[0].start)
        report.unread(f"Line {line} could not be read as PowerShell.")
        commands += read_loosely(script.tree.text, Language.POWERSHELL)
    else:
        commands += _behind_comments(script)
    commands += [one for one in map(started_command, commands) if one is not None]
    apply_rules(_RULES, commands, report)
    check_registry(commands, report)
    check_scope(script, report)
    check_downloads(script, report)
    check_words(_without_comments(script), report)
    check_powershell(script, report)
    check_cmdlets(script, report)
    check_encoded(commands, report)
    note_touches(script.commands, report)
    return tuple(_inner(script, commands))


def _inner(script: PowerShell, commands: Iterable[Command]) -> Iterator[Inner]:
    for command in commands:
        yield from inner_scripts(command)
    by_start = {command.span.start: command for command in script.commands}
    root = script.tree.root
    for node in () if root is None else walk(root):
        if node.type == "pipeline_chain" and len(node.named_children) > 1:
            yield from _piped(node.named_children, by_start, script)


def _piped(
    parts: Sequence[tree_sitter.Node], by_start: Mapping[int, Command], script: PowerShell
) -> Iterator[Inner]:
    """A text that is piped to what runs it: `'Get-Date' | iex`, `echo y | cmd`."""
    for before, after in pairwise(parts):
        runner = by_start.get(script.tree.span_of(after).start)
        if after.type != "command" or runner is None or runner.name not in _RUNS:
            continue
        echo = by_start.get(script.tree.span_of(before).start)
        value = script.values.text(before) if before.type != "command" else None
        if before.type == "command" and echo is not None and echo.name == "write-output":
            value = " ".join(word.shown for word in echo.words)
        if value is not None:
            yield Inner(value, _RUNS[runner.name], script.tree.span_of(before))


def _comments(script: PowerShell) -> list[Span]:
    root = script.tree.root
    nodes = [] if root is None or script.tree.has_error else walk(root)
    return [script.tree.span_of(node) for node in nodes if node.type == "comment"]


def _without_comments(script: PowerShell) -> str:
    text = script.tree.text
    for span in _comments(script):
        if not _is_doubtful(text, span):
            blank = re.sub(r"[^\n]", " ", text[span.start : span.end])
            text = text[: span.start] + blank + text[span.end :]
    return text


def _behind_comments(script: PowerShell) -> Iterator[Command]:
    """Commands on lines where the grammar may have taken code for a comment."""
    text = script.tree.text
    for span in _comments(script):
        if _is_doubtful(text, span):
            behind = text[span.start + 1 :].split("\n", 1)[0]
            yield from read_loosely(behind, Language.POWERSHELL)


def _is_doubtful(text: str, comment: Span) -> bool:
    """Behind an escape or a `$( )` in quotes, a `#` may be no comment (see core.scripts.syntax)."""
    before = text[text.rfind("\n", 0, comment.start) + 1 : comment.start]
    return (
        text[comment.start : comment.start + 1] == "#"
        and '"' in before
        and ("`" in before or "$(" in before)
    )
