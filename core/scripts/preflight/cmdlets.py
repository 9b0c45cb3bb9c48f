"""Finds the cmdlets a script made up."""

from __future__ import annotations

import re

from core.scripts.preflight.findings import Severity
from core.scripts.preflight.known_names import cmdlets, nearest, verbs
from core.scripts.preflight.powershell_reading import PowerShell
from core.scripts.preflight.report import Report

_VERB_NOUN = re.compile(r"[a-z]+-[a-z][a-z0-9]*")
_CAPITALS = re.compile(r"[A-Z][a-z]+-[A-Z]")
_IMPORTS = ("import-module", "import-pssession", "add-pssnapin")

# Their cmdlets are in our list: importing them does not make an unknown name more likely.
_KNOWN_MODULES = frozenset(
    [
        "activedirectory",
        "exchangeonlinemanagement",
        "microsoftteams",
        "microsoft.graph",
        "dnsclient",
        "dnsserver",
        "dhcpserver",
        "netadapter",
        "nettcpip",
        "netsecurity",
        "defender",
        "storage",
        "hyper-v",
        "grouppolicy",
        "smbshare",
        "printmanagement",
        "scheduledtasks",
        "bitlocker",
        "servermanager",
        "webadministration",
        "msonline",
        "azuread",
        "microsoft.online.sharepoint.powershell",
        "microsoft.powershell.localaccounts",
        "microsoft.graph.authentication",
        "microsoft.graph.users",
        "microsoft.graph.groups",
        "microsoft.graph.identity.signins",
        "microsoft.graph.users.actions",
    ]
)


def check_cmdlets(script: PowerShell, report: Report) -> None:
    """Say which `Verb-Noun` is no cmdlet we know of, nor defined by the script."""
    foreign = _foreign_module(script)
    for command in script.commands:
        name = command.name
        if name in cmdlets() or name in script.defined or not _looks_real(name, command.written):
            continue
        like = nearest(name)
        meant = f" Did you mean {' or '.join(like)}?" if like else ""
        why = f"{foreign} may bring it." if foreign else "It may be made up."
        report.add(
            "unknown-cmdlet",
            Severity.LOW if foreign else Severity.MEDIUM,
            command.name_span,
            f"{command.written} is no cmdlet we know. {why}",
            f"Check the name with Get-Command where it will run.{meant}",
        )


def _looks_real(name: str, written: str) -> bool:
    """`Fetch-Mailbox` and `get-mailbos`, but not `apt-get` or `git-lfs`."""
    if not _VERB_NOUN.fullmatch(name):
        return False
    return name.partition("-")[0] in verbs() or _CAPITALS.search(written) is not None


def _foreign_module(script: PowerShell) -> str:
    """The first module or script that is loaded and may define more commands."""
    for called in script.calls:
        command = called.command
        if called.expression is not None and command.name.endswith((".ps1", ".psm1")):
            return command.written
        if command.name in _IMPORTS:
            word = command.value_of("name") or next(command.positional(), None)
            name = "" if word is None else word.shown
            if name.lower() not in _KNOWN_MODULES:
                return name or "An imported module"
    return ""
