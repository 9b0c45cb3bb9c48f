"""What the check before a run says, in the words and tones that are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.theme.tokens import Tone
from desktop.widgets.code.marks import CodeMark

if TYPE_CHECKING:
    from core.scripts.preflight.findings import Finding, Preflight, Touch

CONFIRM_WORD = "RUN"

_SEVERITIES = {
    "HIGH": ("High", Tone.DANGER),
    "MEDIUM": ("Medium", Tone.WARNING),
    "LOW": ("Low", Tone.INFO),
    "INFO": ("Note", Tone.NEUTRAL),
}
_HEADLINES = {
    "HIGH": ("High risk. Read the findings before you run it.", Tone.DANGER),
    "MEDIUM": ("Some risk. Look at the findings.", Tone.WARNING),
    "LOW": ("Low risk by what was found.", Tone.INFO),
    "NONE": ("Nothing risky was found. That is no promise: read it.", Tone.NEUTRAL),
}
_WHAT = {
    "FILES": "Files",
    "REGISTRY": "Registry",
    "SERVICES": "Services",
    "ACCOUNTS": "Accounts",
    "NETWORK": "Network",
    "PROCESSES": "Processes",
    "SOFTWARE": "Software",
    "SYSTEM": "System",
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    line: int
    severity: str
    tone: Tone
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class TouchRow:
    """`lines` is where, as text; `changes` false: it only looks."""

    kind: str
    what: str
    lines: str
    changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightFace:
    """incomplete: why it was not fully checked, empty when it was; confirm: the word to type."""

    headline: str
    tone: Tone
    incomplete: str = ""
    findings: tuple[FindingRow, ...] = ()
    touches: tuple[TouchRow, ...] = ()
    marks: tuple[CodeMark, ...] = ()
    confirm: str = ""
    is_settled: bool = True


WAITING = PreflightFace(
    headline="The script is checked once the values are right.",
    tone=Tone.NEUTRAL,
    is_settled=False,
)
CHECKING = PreflightFace(headline="Checking the script…", tone=Tone.NEUTRAL, is_settled=False)
NOT_CHECKED = PreflightFace(
    headline="The script could not be checked.",
    tone=Tone.DANGER,
    incomplete="The check failed. Read the script yourself before you use it.",
    confirm=CONFIRM_WORD,
)


def preflight_face(preflight: Preflight) -> PreflightFace:
    """The result of a check; the gravest findings first, then by line."""
    order = list(_SEVERITIES)
    findings = sorted(
        preflight.findings, key=lambda one: (order.index(one.severity.name), one.line)
    )
    headline, tone = _HEADLINES[preflight.risk.name]
    return PreflightFace(
        headline=headline,
        tone=tone,
        incomplete="" if preflight.complete else preflight.why_incomplete or "Not all was read.",
        findings=tuple(_row(finding) for finding in findings),
        touches=_touches(preflight.touches),
        marks=tuple(_mark(finding) for finding in findings),
        confirm=CONFIRM_WORD if preflight.risk.name == "HIGH" else "",
    )


def _row(finding: Finding) -> FindingRow:
    severity, tone = _SEVERITIES[finding.severity.name]
    return FindingRow(finding.line, severity, tone, finding.message, finding.advice)


def _mark(finding: Finding) -> CodeMark:
    return CodeMark(
        line=finding.line,
        column=finding.column,
        length=finding.length,
        tone=_SEVERITIES[finding.severity.name][1],
        message=finding.message,
    )


def _touches(touches: tuple[Touch, ...]) -> tuple[TouchRow, ...]:
    """The same thing on several lines is said once; what is changed comes first."""
    lines: dict[tuple[bool, str, str], list[str]] = {}
    for touch in touches:
        key = (not touch.changes, _WHAT[touch.kind.name], touch.what)
        lines.setdefault(key, []).append(str(touch.line))
    return tuple(
        TouchRow(kind, what, ", ".join(dict.fromkeys(found)), not reads)
        for (reads, kind, what), found in sorted(lines.items())
    )
