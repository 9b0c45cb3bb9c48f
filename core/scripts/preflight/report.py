"""Collects what a look at a script finds, and says where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from core.scripts.preflight.findings import Finding, Preflight, Severity, Touch, TouchKind
from core.scripts.syntax import Span

_LONGEST_WHAT = 120


class Report:
    """Findings and touches of one text, each rule once a line, each touch once."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        self._length = len(text)
        self._findings: dict[tuple[str, int], Finding] = {}
        self._touches: dict[tuple[TouchKind, str, bool], Touch] = {}
        self._unread: list[str] = []
        self._anchor: Span | None = None

    def within(self, span: Span) -> Report:
        """The same report for a text inside a string: all it says stands at that string."""
        inner = Report("")
        inner.__dict__.update(self.__dict__)
        inner._anchor = self._anchor or span
        return inner

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
        before = self._findings.get((rule, line))
        if before is None or before.severity < severity:
            self._findings[rule, line] = finding

    def touch(self, kind: TouchKind, what: str, span: Span, *, changes: bool) -> None:
        what = " ".join(what.split())
        what = what if len(what) <= _LONGEST_WHAT else f"{what[: _LONGEST_WHAT - 1]}…"
        line = self._place(span)[0]
        touch = Touch(kind=kind, what=what, line=line, changes=changes)
        self._touches.setdefault((kind, what.lower(), changes), touch)

    def unread(self, why: str) -> None:
        """Something could not be checked: the script is never to be called safe."""
        if why not in self._unread:
            self._unread.append(why)

    def lines(self) -> Mapping[tuple[str, int], Finding]:
        """The findings so far, by rule and line."""
        return self._findings

    def line_of(self, span: Span) -> int:
        return self._place(span)[0]

    def preflight(self) -> Preflight:
        findings = sorted(self._findings.values(), key=lambda one: (-one.severity, one.line))
        touches = sorted(self._touches.values(), key=lambda one: (not one.changes, one.line))
        return Preflight(
            findings=tuple(findings),
            touches=tuple(touches),
            complete=not self._unread,
            why_incomplete=" ".join(self._unread),
        )

    def _place(self, span: Span) -> tuple[int, int, int]:
        span = self._anchor or span
        start = min(span.start, self._length)
        line = bisect_right(self._starts, start)
        after = self._starts[line] - 1 if line < len(self._starts) else self._length
        length = max(1, min(span.end, after) - start)
        return line, start - self._starts[line - 1] + 1, length
