"""What the other checkers say, as findings of ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.scripts.preflight.findings import Finding, Severity

_WORTH_A_LOOK = frozenset({"S102", "S301", "S302", "S307", "S501", "S602", "S605", "S609", "S611"})
_SHELLCHECK = {
    "error": Severity.MEDIUM,
    "warning": Severity.LOW,
    "info": Severity.INFO,
    "style": Severity.INFO,
}
_DELETES_ROOT = (2114, 2115)
_ANALYZER = (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.MEDIUM)
_PARSE_ERROR = 3


@dataclass(frozen=True, slots=True)
class ToolReport:
    """`unread`: the tool could not read the script."""

    findings: tuple[Finding, ...] = ()
    unread: bool = False


ReadReport = Callable[[str], ToolReport]
"""Raises ValueError for an output that is none of the tool's."""


def read_ruff(output: str) -> ToolReport:
    return ToolReport(tuple(_ruff(row) for row in _rows(output) if _is_security(row)))


def read_shellcheck(output: str) -> ToolReport:
    document = json.loads(output)
    comments = document.get("comments") if isinstance(document, dict) else None
    if not isinstance(comments, list):
        raise ValueError("no comments")
    return ToolReport(tuple(_shellcheck(row) for row in comments if isinstance(row, dict)))


def read_analyzer(output: str) -> ToolReport:
    rows = list(_rows(output or "[]"))
    unread = any(_number(row, "Severity") == _PARSE_ERROR for row in rows)
    return ToolReport(tuple(_analyzer(row) for row in rows), unread)


def _rows(output: str) -> Iterator[Mapping[str, object]]:
    document = json.loads(output)
    rows = document if isinstance(document, list) else [document]
    return (row for row in rows if isinstance(row, dict))


def _is_security(row: Mapping[str, object]) -> bool:
    return str(row.get("code")).startswith("S")


def _ruff(row: Mapping[str, object]) -> Finding:
    code = str(row.get("code"))
    start, end = _part(row, "location"), _part(row, "end_location")
    line = _number(start, "row")
    one_line = _number(end, "row") == line
    column = _number(start, "column")
    length = _number(end, "column") - column if one_line else 1
    severity = Severity.MEDIUM if code in _WORTH_A_LOOK else Severity.LOW
    return _finding(f"ruff-{code}", severity, line, column, length, _text(row, "message"))


def _shellcheck(row: Mapping[str, object]) -> Finding:
    code = _number(row, "code")
    line, column = _number(row, "line"), _number(row, "column")
    one_line = _number(row, "endLine") == line
    length = _number(row, "endColumn") - column if one_line else 1
    severity = _SHELLCHECK.get(str(row.get("level")), Severity.LOW)
    severity = Severity.HIGH if code in _DELETES_ROOT else severity
    return _finding(f"shellcheck-SC{code}", severity, line, column, length, _text(row, "message"))


def _analyzer(row: Mapping[str, object]) -> Finding:
    level = _number(row, "Severity")
    severity = _ANALYZER[level] if level < len(_ANALYZER) else Severity.LOW
    rule = f"analyzer-{row.get('RuleName')}"
    line, column = _number(row, "Line"), _number(row, "Column")
    return _finding(rule, severity, line, column, 1, _text(row, "Message"))


def _finding(
    rule: str, severity: Severity, line: int, column: int, length: int, message: str
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        line=max(line, 1),
        column=max(column, 1),
        length=max(length, 1),
        message=message,
        advice="Look the rule up by its name to see why it matters.",
    )


def _part(row: Mapping[str, object], key: str) -> Mapping[str, object]:
    part = row.get(key)
    return part if isinstance(part, dict) else {}


def _number(row: Mapping[str, object], key: str) -> int:
    value = row.get(key)
    return value if isinstance(value, int) else 0


def _text(row: Mapping[str, object], key: str) -> str:
    return " ".join(str(row.get(key) or "").split())
