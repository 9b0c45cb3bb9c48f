"""Changes that reach further than one thing: all accounts, all mailboxes, whole drives."""

from __future__ import annotations

import re

from core.scripts.preflight.commands import Command, Word
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.paths import is_too_wide
from core.scripts.preflight.powershell_reading import PowerShell
from core.scripts.preflight.report import Report

_CHANGES = re.compile(
    r"^(?:disable|remove|set|clear|stop|reset|restart|revoke|update|enable|move|rename|unlock|add"
    r"|grant|uninstall|suspend|dismount|invoke)-"
)
_HARMLESS = re.compile(
    r"^(?:set-(?:variable|location|content|strictmode|clipboard|alias)|add-(?:content|member|type)"
    r"|clear-(?:host|variable)|remove-(?:variable|job|pssession|psdrive|module|cimsession)"
    r"|update-(?:formatdata|typedata|help)|invoke-(?:webrequest|restmethod|expression))$"
)
_ALL_OF = re.compile(
    r"^get-(?:ad(?:user|computer|group|object|organizationalunit)|mailbox|exomailbox|mailuser"
    r"|recipient|exorecipient|user|casmailbox|exocasmailbox|distributiongroup|unifiedgroup|mguser"
    r"|mggroup|mgdevice|azureaduser|azureadgroup|azureaddevice|msoluser|msolgroup|team|csonlineuser"
    r"|sposite|localuser|vm|transportrule|inboxrule|gpo|smbshare|netfirewallrule|service|process"
    r"|scheduledtask|printer|netadapter|disk|partition|volume|mgidentityconditionalaccesspolicy)$"
)
_WIDE = re.compile(
    r"-filter\s+(?:\*|'\*'|\"\*\"|\{\s*\*\s*\}|\{?\s*(?:name|samaccountname|enabled|objectclass)"
    r"\s+-(?:like|eq)\s+['\"]?(?:\*|\$?true)['\"]?\s*\}?)|-resultsize\s+unlimited|-all\b"
    r"|-name\s+\*|-identity\s+\*|-includeallsubscriptions|-searchbase\s+['\"]?dc="
)
_NARROWS = re.compile(
    r"-eq\s|-like\s+['\"]?[^*'\"\s]|-match\s|-in\s|-lt\s|-gt\s|-identity\s+[^*]|-searchbase\s+['\"]?ou="
)
_EVERYBODY = re.compile(r"domain (?:users|computers|admins)|authenticated users|enterprise admins")
_DRIVES = ("get-psdrive", "get-volume", "get-partition", "get-disk")
_EACH = re.compile(r"^\$(?:_|psitem|\w+)(?:\.(?:fullname|pspath|name))?$", re.IGNORECASE)
_ADVICE = "Name the ones it is for, or list them first and look at the list."


def check_scope(script: PowerShell, report: Report) -> None:
    for command in script.commands:
        if command.name == "remove-item":
            _check_removal(command, report)
        if _CHANGES.match(command.name) and not _HARMLESS.match(command.name):
            _check_source(command, report)
        if command.name == "get-childitem" and command.given("recurse"):
            _check_listing(command, report)


def _check_source(command: Command, report: Report) -> None:
    sources = (*command.upstream, *command.around)
    if any("win32_shadowcopy" in source.line for source in sources):
        report.add(
            "deletes-shadows", Severity.HIGH, command.span,
            "It deletes shadow copies, from which Windows restores files.",
            "Leave them alone, unless another backup is known to be good.",
        )  # fmt: skip
    everything = next((source for source in sources if _takes_all(source)), None)
    if everything is None:
        return
    if any(_is_narrowed(source) for source in sources):
        report.add(
            "changes-many", Severity.LOW, command.span,
            f"{command.written} is done to each that the condition leaves over.",
            "List them first and look at the list.",
        )  # fmt: skip
        return
    report.add(
        "unbounded", Severity.HIGH, command.span,
        f"{command.written} is done to everything that {everything.written} finds.", _ADVICE,
    )  # fmt: skip


def _takes_all(source: Command) -> bool:
    line = source.line
    if source.name == "get-adgroupmember":
        return _EVERYBODY.search(line) is not None
    if not _ALL_OF.match(source.name):
        return False
    if _NARROWS.search(line):
        return False
    return bool(_WIDE.search(line)) or not any(
        not word.text.startswith("-") for word in source.words
    )


def _is_narrowed(source: Command) -> bool:
    if source.name == "select-object":
        return source.given("first", "last", "index")
    return source.name == "where-object" and bool(source.words)


def _check_removal(command: Command, report: Report) -> None:
    plain = (word for word in command.positional() if not re.match(r"/\w$", word.text))
    target = command.value_of("path", "literalpath") or next(plain, None)
    if target is None or _EACH.match(target.text) or "$_" in target.text[:4]:
        _check_found_removal(command, report)
    if target is None:
        return
    if any(is_too_wide(path) for path in target.shown.split(",")):
        report.add(
            "deletes-wide", Severity.HIGH, command.span,
            f"It deletes from {target.shown}: a whole drive, share, or folder of the system.",
            "Name the folder exactly.",
        )  # fmt: skip
    elif _may_be_empty(target) and command.given("recurse", "force"):
        report.add(
            "deletes-unset", Severity.HIGH, command.span,
            f"It deletes from {target.text}. When a variable in it is empty, that is a whole "
            "drive or folder.",
            "Stop the script first when the variable is empty or the path is not as expected.",
        )  # fmt: skip


def _check_found_removal(command: Command, report: Report) -> None:
    """What a listing of a drive or a folder of the system found, piped or in a loop."""
    for source in (*command.upstream, *command.around):
        wide = next((word for word in source.positional() if is_too_wide(word.shown)), None)
        found = source.name if wide is None else wide.shown
        if source.name in _DRIVES or (source.name == "get-childitem" and wide is not None):
            report.add(
                "deletes-wide", Severity.HIGH, command.span,
                f"It deletes what it finds in {found}: a drive or folder of the system.",
                "Name the folder exactly.",
            )  # fmt: skip


def _check_listing(command: Command, report: Report) -> None:
    wide = next((word for word in command.positional() if is_too_wide(word.shown)), None)
    if wide is not None:
        report.add(
            "searches-wide", Severity.LOW, command.span,
            f"It goes through all of {wide.shown}; this can take long.",
            "Name the folder it is about.",
        )  # fmt: skip


def _may_be_empty(target: Word) -> bool:
    """`"$var\\*"` or `"$a\\$b"`, where nothing in the text says what is in the variable."""
    if target.value is not None:
        return False
    found = re.match(
        r"^[\"']?\$\{?(?!env:(?!flowpilot_))[\w:]+\}?[\\/](?:\*|\$)", target.text, re.IGNORECASE
    )
    return found is not None
