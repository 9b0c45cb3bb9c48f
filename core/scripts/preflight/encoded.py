"""Commands that are handed to PowerShell in Base64."""

from __future__ import annotations

from collections.abc import Iterable

from core.scripts.preflight.commands import Command
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.inner import encoded_words
from core.scripts.preflight.report import Report


def check_encoded(commands: Iterable[Command], report: Report) -> None:
    for command in commands:
        for word in encoded_words(command):
            report.add(
                "encoded-command",
                Severity.HIGH,
                word.span,
                "It hands PowerShell a command in a form that nobody can read.",
                "Write the command out, so that everyone can see what runs.",
            )
