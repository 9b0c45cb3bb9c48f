"""The cmdlets and aliases that there are."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

import resources

_FOLDER = "script_rules"
_NEAREST = 3
_SIMILAR = 0.75


@cache
def cmdlets() -> Mapping[str, str]:
    """Every known cmdlet, by its name in lower case."""
    return {name.lower(): name for name in _lines("cmdlets.txt")}


@cache
def verbs() -> frozenset[str]:
    """The verbs of all known cmdlets, in lower case."""
    return frozenset(name.partition("-")[0] for name in cmdlets())


@cache
def aliases() -> Mapping[str, str]:
    """The aliases of Windows PowerShell 5.1 and what they stand for, in lower case."""
    pairs = (line.lower().split(None, 1) for line in _lines("aliases.txt"))
    return {pair[0]: pair[1] for pair in pairs}


def nearest(name: str) -> tuple[str, ...]:
    """The known cmdlets that look most like `name`, best first."""
    verb, _, noun = name.lower().partition("-")
    same_noun = [known for known in cmdlets() if known.partition("-")[2] == noun]
    alike = get_close_matches(name.lower(), cmdlets(), n=_NEAREST, cutoff=_SIMILAR)
    same_noun.sort(key=lambda known: not known.startswith(f"{verb}-"))
    return tuple(cmdlets()[known] for known in list(dict.fromkeys([*alike, *same_noun]))[:_NEAREST])


def _lines(name: str) -> list[str]:
    lines = (line.strip() for line in resources.read_text(_FOLDER, name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]
