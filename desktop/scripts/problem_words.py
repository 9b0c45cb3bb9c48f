"""What was found in a template while it is written: words, and marks on its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.scripts.placeholders import ProblemKind, TemplateProblem
from core.scripts.preflight.findings import Severity
from core.scripts.template_check import TemplateCheck
from desktop.scripts.preflight_face import preflight_face
from desktop.theme.tokens import Tone
from desktop.widgets.code.marks import CodeMark


@dataclass(frozen=True, slots=True)
class EditorFindings:
    """What the template editor shows. `missing` are placeholders without a parameter."""

    messages: tuple[str, ...]
    marks: tuple[CodeMark, ...]
    missing: tuple[str, ...]


def editor_findings(check: TemplateCheck, body: str) -> EditorFindings:
    """The problems, then what is dangerous; everything else only as a mark on its line."""
    found = check.preflight
    dangers: list[str] = []
    marks = list(_problem_marks(check.problems, body))
    if found is not None:
        marks += preflight_face(found).marks
        dangers = [
            f"Line {one.line}: {one.message}"
            for one in found.findings
            if one.severity is Severity.HIGH
        ]
    undeclared = (one.key for one in check.problems if one.kind is ProblemKind.UNDECLARED)
    return EditorFindings(
        messages=(*(problem.message for problem in check.problems), *dangers),
        marks=tuple(marks),
        missing=tuple(dict.fromkeys(undeclared)),
    )


def _problem_marks(problems: Sequence[TemplateProblem], body: str) -> list[CodeMark]:
    """Marks over the whole of the lines that problems belong to."""
    lines = body.split("\n")
    return [
        CodeMark(
            line=problem.line,
            column=1,
            length=max(1, len(lines[problem.line - 1])),
            tone=Tone.WARNING,
            message=problem.message,
        )
        for problem in problems
        if 0 < problem.line <= len(lines)
    ]
