"""Collects what a look at a script finds, and says where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from core.scripts.preflight.findings import Finding, Preflight, Severity, Touch, TouchKind
from core.scripts.syntax import Span

_LONGEST_WHAT = 120


class _Kept:
    """What was said so far about one text, and where its lines begin."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        self.length = len(text)
        self.findings: dict[tuple[str, int], Finding] = {}
        self.touches: dict[tuple[TouchKind, str, bool], Touch] = {}
        self.unread: list[str] = []


class Report:
    """Findings and touches of one text, each rule once a line, each touch once."""

    def __init__(self, kept: _Kept, anchor: Span | None = None) -> None:
        self._kept = kept
        self._anchor = anchor

    @classmethod
    def of(cls, text: str) -> Report:
        return cls(_Kept(text))

    def within(self, span: Span) -> Report:
        """The same report for a text inside a string: all it says stands at that string."""
        return Report(self._kept, self._anchor or span)

    def add(
        self, rule: str, severity: Severity, span: Span, message: str, advice: str = ""
    ) -> None:
        line, column, length = self._place(span)
        finding = Finding(
            rule=rule,
            severity=severity,
            line=line,
            column=column,
            length=length,
            message=message,
            advice=advice,
        )
        before = self._kept.findings.get((rule, line))
        if before is None or before.severity < severity:
            self._kept.findings[rule, line] = finding

    def touch(self, kind: TouchKind, what: str, span: Span, *, changes: bool) -> None:
        what = " ".join(what.split())
        what = what if len(what) <= _LONGEST_WHAT else f"{what[: _LONGEST_WHAT - 1]}…"
        line = self._place(span)[0]
        touch = Touch(kind=kind, what=what, line=line, changes=changes)
        self._kept.touches.setdefault((kind, what.lower(), changes), touch)

    def unread(self, why: str) -> None:
        """Something could not be checked: the script is never to be called safe."""
        if why not in self._kept.unread:
            self._kept.unread.append(why)

    def lines(self) -> Mapping[tuple[str, int], Finding]:
        """The findings so far, by rule and line."""
        return self._kept.findings

    def preflight(self) -> Preflight:
        findings = sorted(self._kept.findings.values(), key=lambda one: (-one.severity, one.line))
        touches = sorted(self._kept.touches.values(), key=lambda one: (not one.changes, one.line))
        return Preflight(
            findings=tuple(findings),
            touches=tuple(touches),
            complete=not self._kept.unread,
            why_incomplete=" ".join(self._kept.unread),
        )

    def _place(self, span: Span) -> tuple[int, int, int]:
        span = self._anchor or span
        start = min(span.start, self._kept.length)
        line = bisect_right(self._kept.starts, start)
        after = self._kept.starts[line] - 1 if line < len(self._kept.starts) else self._kept.length
        length = max(1, min(span.end, after) - start)
        return line, start - self._kept.starts[line - 1] + 1, length
