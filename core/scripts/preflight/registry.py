"""Finds writes to the registry that weaken a machine."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.scripts.preflight.commands import Command
from core.scripts.preflight.registry_rules import REGISTRY_RULES
from core.scripts.preflight.report import Report

_WRITERS = re.compile(
    r"^(?:set-item|set-itemproperty|new-itemproperty|new-item|reg|remove-itemproperty"
    r"|set-wmiinstance|invoke-wmimethod|invoke-cimmethod|\.setvalue)$"
)


def check_registry(commands: Iterable[Command], report: Report) -> None:
    for command in commands:
        if not _WRITERS.match(command.name):
            continue
        line = command.line
        if command.name == "reg" and " add " not in line:
            continue
        for rule in REGISTRY_RULES:
            if rule.place.search(line):
                report.add(rule.rule, rule.severity, command.span, rule.message, rule.advice)
