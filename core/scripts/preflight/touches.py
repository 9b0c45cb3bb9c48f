"""What a script reads or changes outside itself, for the list the engineer sees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.scripts.preflight.commands import Command
from core.scripts.preflight.findings import TouchKind
from core.scripts.preflight.report import Report
from core.scripts.preflight.touch_tables import (
    INSIDE,
    NAMING,
    NOUNS,
    PROGRAMS,
    QUERIES,
    READING_VERBS,
)

_REGISTRY = re.compile(
    r"^(?:(?:microsoft\.\S+\\)?registry::|hk(?:lm|cu|cr|u|ey_\w+)[:\\])", re.IGNORECASE
)
_FETCHES = ("webrequest", "restmethod")
_FILES = {
    "export-csv": True,
    "export-clixml": True,
    "start-transcript": True,
    "out-file": True,
    "import-csv": False,
    "import-clixml": False,
}


def note_touches(commands: Iterable[Command], report: Report) -> None:
    for command in commands:
        touch = _touch(command)
        if touch is not None:
            kind, changes = touch
            report.touch(kind, _what(command), command.span, changes=changes)


def _touch(command: Command) -> tuple[TouchKind, bool] | None:
    if command.name in PROGRAMS:
        kind, changes = PROGRAMS[command.name]
        return kind, changes and QUERIES.search(command.line) is None
    if command.name in _FILES:
        return TouchKind.FILES, _FILES[command.name]
    verb, _, noun = command.name.partition("-")
    if not noun or INSIDE.search(command.name):
        return None
    found = next((kind for pattern, kind in NOUNS if pattern.search(noun)), None)
    if found is None:
        return None
    if found is TouchKind.FILES and any(_REGISTRY.match(word.shown) for word in command.words):
        found = TouchKind.REGISTRY
    return found, verb not in READING_VERBS and noun not in _FETCHES


def _what(command: Command) -> str:
    """`Restart-Service Spooler`: the command and what it is about."""
    named = command.value_of(*NAMING)
    target = named or next((w for w in command.positional() if not w.text.startswith("{")), None)
    return command.written if target is None else f"{command.written} {target.shown}"
