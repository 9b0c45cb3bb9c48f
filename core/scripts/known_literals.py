"""Texts of a concrete script that look like parameters: accounts, hosts, addresses, paths, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.scripts.syntax import Span


@dataclass(frozen=True, slots=True)
class Literal:
    """One place of a text worth a parameter: what kind of thing it is, and where."""

    key: str
    label: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    label: str
    pattern: re.Pattern[str]


_QUOTED_OR_BARE = r"(?:'([^'\n]+)'|\"([^\"$`\n]+)\"|([A-Za-z0-9][\w.@\\-]*))"


def _after(switches: str) -> re.Pattern[str]:
    """The value of one of these switches of PowerShell."""
    return re.compile(rf"(?i)(?<![\w-])-(?:{switches})[ \t:]+{_QUOTED_OR_BARE}")


_KINDS = (
    _Kind(
        "guid",
        "GUID",
        re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"),
    ),
    _Kind("mail", "Mail address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    _Kind(
        "account",
        "Account",
        _after("Identity|UserPrincipalName|SamAccountName|User|UserName|Mailbox|Members?"),
    ),
    _Kind("computer", "Computer", _after("ComputerName|Server|CimSession")),
    _Kind("printer", "Printer", _after("PrinterName|ConnectionName")),
    _Kind("share", "Network path", re.compile(r"\\\\[\w.-]+(?:\\[\w.$ -]*[\w.$-])+")),
    _Kind("path", "Path", re.compile(r"\b[A-Za-z]:\\(?:[\w.$ -]+\\)*[\w.$-]+")),
    _Kind(
        "address",
        "IP address",
        re.compile(
            # Neither a netmask nor "any address".
            r"(?<![\d.])(?!255\.|0\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"
        ),
    ),
)
"""The more telling ones first: of two that overlap, the first is taken."""

_NOT_A_VALUE = frozenset({"127.0.0.1", "8.8.8.8", "1.1.1.1", "localhost"})
_WINDOWS_ITSELF = re.compile(r"(?i)[a-z]:\\(?:windows|program files)\b")


def literals(script: str) -> tuple[Literal, ...]:
    """Every place worth a parameter, in the order of the text; none overlaps another."""
    found: list[Literal] = []
    for literal in _all(script):
        if not any(_overlap(literal.span, known.span) for known in found):
            found.append(literal)
    return tuple(sorted(found, key=lambda one: one.span.start))


def _all(script: str) -> Iterator[Literal]:
    for kind in _KINDS:
        for match in kind.pattern.finditer(script):
            group = match.lastindex or 0
            text = match[group]
            if text.casefold() in _NOT_A_VALUE or _WINDOWS_ITSELF.match(text):
                continue
            if text.startswith(("$", "-")) or text.isdigit():
                continue
            yield Literal(kind.key, kind.label, text, Span(*match.span(group)))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
