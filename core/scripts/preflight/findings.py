"""What a look at a script found, before it is run or saved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much a finding matters; higher is worse."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Risk(IntEnum):
    """The whole script's risk: that of its worst finding."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class TouchKind(StrEnum):
    FILES = "files"
    REGISTRY = "registry"
    SERVICES = "services"
    ACCOUNTS = "accounts"
    NETWORK = "network"
    PROCESSES = "processes"
    SOFTWARE = "software"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to know about a place: line and column count from 1, length in characters."""

    rule: str
    severity: Severity
    line: int
    column: int
    length: int
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Something outside the script that it reads or changes."""

    kind: TouchKind
    what: str
    line: int
    changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """The result. One that is not complete is never to be shown as safe.

    findings  worst first, then by line
    """

    findings: tuple[Finding, ...] = ()
    touches: tuple[Touch, ...] = ()
    complete: bool = True
    why_incomplete: str = ""

    @property
    def risk(self) -> Risk:
        """That of the worst finding; at least medium when not everything could be checked."""
        worst = max((Risk(finding.severity) for finding in self.findings), default=Risk.NONE)
        return worst if self.complete else max(worst, Risk.MEDIUM)
