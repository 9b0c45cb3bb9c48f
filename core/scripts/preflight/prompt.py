"""The look at a line for the Windows command prompt."""

from __future__ import annotations

from core.scripts.preflight import windows_programs
from core.scripts.preflight.command_prompt import read_lines
from core.scripts.preflight.encoded import check_encoded
from core.scripts.preflight.inner import Inner, inner_scripts
from core.scripts.preflight.registry import check_registry
from core.scripts.preflight.report import Report
from core.scripts.preflight.rule import apply_rules, by_name
from core.scripts.preflight.touches import note_touches

_RULES = by_name(windows_programs.RULES)


def look_prompt(text: str, report: Report) -> tuple[Inner, ...]:
    """Report what the line does; returns the scripts it hands to other shells."""
    commands = read_lines(text)
    apply_rules(_RULES, commands, report)
    check_registry(commands, report)
    check_encoded(commands, report)
    note_touches(commands, report)
    return tuple(inner for command in commands for inner in inner_scripts(command))
