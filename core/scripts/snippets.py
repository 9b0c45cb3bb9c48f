"""Beginnings and blocks that scripts are often made of, for whoever writes without a model."""

from __future__ import annotations

from dataclasses import dataclass

from core.scripts.model import Language


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece to insert at the cursor."""

    title: str
    text: str


def snippets(language: Language) -> tuple[Snippet, ...]:
    """The pieces of a language, the one to begin with first."""
    return _SNIPPETS[language]


_SNIPPETS = {
    Language.POWERSHELL: (
        Snippet(
            "Beginning with -WhatIf",
            """[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Name = {{ name }}
)

$ErrorActionPreference = 'Stop'
""",
        ),
        Snippet(
            "Change only when asked for",
            """if ($PSCmdlet.ShouldProcess($Name, 'Change it')) {
    # The change
}
""",
        ),
        Snippet(
            "Restart a service and wait",
            """$service = Get-Service -Name $Name
Restart-Service -InputObject $service
$service.WaitForStatus('Running', '00:00:30')
""",
        ),
        Snippet(
            "Stop with a reason",
            """Write-Error 'What is wrong, and what to do.' -ErrorAction Continue
exit 1
""",
        ),
        Snippet(
            "Newest errors of a log",
            """Get-WinEvent -FilterHashtable @{ LogName = 'System'; Level = 2 } -MaxEvents 20 |
    Format-Table TimeCreated, ProviderName, Id, Message -Wrap
""",
        ),
    ),
    Language.BASH: (
        Snippet(
            "Beginning",
            """#!/usr/bin/env bash
set -euo pipefail

name={{ name }}
""",
        ),
        Snippet(
            "Change only when not tried",
            """if [[ "$dry_run" == true ]]; then
    echo "Would change $name"
else
    echo "Changing $name"
fi
""",
        ),
        Snippet(
            "Stop with a reason",
            """echo "What is wrong, and what to do." >&2
exit 1
""",
        ),
    ),
    Language.PYTHON: (
        Snippet(
            "Beginning",
            """from pathlib import Path

name = {{ name }}


def main() -> int:
    print(name)
    return 0


raise SystemExit(main())
""",
        ),
        Snippet(
            "Run a program",
            """import subprocess

done = subprocess.run(["hostname"], capture_output=True, text=True, check=True, timeout=30)
print(done.stdout)
""",
        ),
    ),
}
