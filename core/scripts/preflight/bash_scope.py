"""Deleting and changing wide, or with a variable that may be empty."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.scripts.preflight.bash_reading import Bash
from core.scripts.preflight.commands import Command, Word
from core.scripts.preflight.findings import Severity
from core.scripts.preflight.paths import is_disk, is_too_wide
from core.scripts.preflight.report import Report

_DELETES = ("rm", "shred", "rmdir", "mv", "unlink", "rsync")
_ACCOUNTS = ("userdel", "usermod", "passwd", "chage", "deluser", "chpasswd")
_ALL_ACCOUNTS = re.compile(r"/etc/passwd|getent passwd|dscl .* -list|/home/\*")
_LEADING = re.compile(r"^[\"']?\$\{?(\w+)(?::?-)?\}?[\"']?(/|/?[\"']?\*|/?\*|$)")


def check_wide(commands: Iterable[Command], report: Report) -> None:
    """Deleting or writing over what is too wide, in any script that starts these programs."""
    for command in commands:
        for word in command.words:
            if command.name in _DELETES and not word.text.startswith("-"):
                _check_target(command, word, report)
            if is_disk(word.shown) and command.name in ("cp", "cat", "tee", "shred", "pv", "mv"):
                report.add(
                    "wipes-disk", Severity.HIGH, command.span,
                    "It writes to a disk itself.", "Take it out, or check the device twice.",
                )  # fmt: skip


def check_scope(script: Bash, report: Report) -> None:
    """Variables that may be empty, and changes to all accounts."""
    strict = re.search(r"^\s*set\s+-\w*u|set\s+-o\s+nounset", script.tree.text, re.MULTILINE)
    for command in script.commands:
        if command.name in _DELETES and strict is None and _is_recursive(command):
            for word in command.words:
                _check_unset(command, word, script, report)
                _check_loop(command, word, script, report)
        sources = (*command.around, *command.upstream)
        found = any(one.name == "find" and _searches_wide(one) for one in sources)
        if command.name in _DELETES and found:
            report.add(
                "deletes-found", Severity.HIGH, command.span,
                "It deletes whatever was found below a folder of the system.",
                "Name the folder exactly, and look at what is found first.",
            )  # fmt: skip
        everyone = any(_ALL_ACCOUNTS.search(one.line) for one in sources)
        if command.name in _ACCOUNTS and everyone:
            report.add(
                "unbounded", Severity.HIGH, command.span,
                f"{command.written} is done to all accounts of the machine.",
                "Name the ones it is for.",
            )  # fmt: skip


def _searches_wide(find: Command) -> bool:
    return any(is_too_wide(word.shown) for word in find.words[:2])


def _is_recursive(command: Command) -> bool:
    return re.search(r"\s-\w*r\w*|--recursive", f" {command.line}") is not None


def _check_target(command: Command, word: Word, report: Report) -> None:
    if command.name == "rsync" and not command.given("delete"):
        return
    wide = is_too_wide(word.shown) or word.text.strip('"') in ("$HOME", "${HOME}", "$HOME/*", "~/*")
    if wide and (_is_recursive(command) or command.name in ("shred", "mv", "rsync")):
        report.add(
            "deletes-wide", Severity.HIGH, command.span,
            f"It deletes from {word.shown}: the system, all homes, or where it happens to stand.",
            "Name the folder exactly.",
        )  # fmt: skip


def _check_loop(command: Command, word: Word, script: Bash, report: Report) -> None:
    """`for d in /home/*; do rm -rf "$d"; done`."""
    listed = script.sources.get(word.text.strip('"${}'), "").split()
    wide = next((one for one in listed[1:] if listed[0] == "for" and is_too_wide(one)), None)
    if wide is not None:
        report.add(
            "deletes-wide", Severity.HIGH, command.span,
            f"It deletes everything in {wide}, one by one.", "Name the folder exactly.",
        )  # fmt: skip


def _check_unset(command: Command, word: Word, script: Bash, report: Report) -> None:
    found = _LEADING.match(word.text)
    if found is None or found[1] in script.checked or found[1] in ("HOME", "TMPDIR", "PWD"):
        return
    if not found[2]:
        return
    report.add(
        "deletes-unset", Severity.HIGH, command.span,
        f"It deletes from {word.text}. When {found[1]} is empty, that is the whole system.",
        f"Write ${{{found[1]}:?}}, or stop the script first when it is empty.",
    )  # fmt: skip
