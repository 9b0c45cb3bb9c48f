"""A rule about a command: which calls it means, and what is said about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.scripts.preflight.commands import Command
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.report import Report


@dataclass(frozen=True, slots=True)
class CommandRule:
    """Matches calls of `names` whose `Command.line` has `when` in it, and not `unless`.

    names    parted by spaces, lower case; see `Command.name`
    message  what it does and why that matters; `{name}` is the command as it was written
    advice   what to do about it
    """

    rule: str
    severity: Severity
    names: str
    message: str
    advice: str
    when: str = ""
    unless: str = ""

    def means(self, command: Command) -> bool:
        line = command.line
        if self.unless and _compiled(self.unless).search(line):
            return False
        return not self.when or _compiled(self.when).search(line) is not None


def by_name(rules: Sequence[CommandRule]) -> Mapping[str, tuple[CommandRule, ...]]:
    table: dict[str, tuple[CommandRule, ...]] = {}
    for rule in rules:
        for name in rule.names.split():
            table[name] = (*table.get(name, ()), rule)
    return table


def apply_rules(
    table: Mapping[str, Sequence[CommandRule]], commands: Iterable[Command], report: Report
) -> None:
    for command in commands:
        for rule in table.get(command.name, ()):
            if rule.means(command):
                message = rule.message.replace("{name}", command.written)
                report.add(rule.rule, rule.severity, command.span, message, rule.advice)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
