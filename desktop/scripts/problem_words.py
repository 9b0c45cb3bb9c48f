"""What is wrong with a template, as marks on its lines."""

from __future__ import annotations

from collections.abc import Sequence

from core.scripts.placeholders import ProblemKind, TemplateProblem
from desktop.theme.tokens import Tone
from desktop.widgets.code.editor import CodeMark


def problem_marks(problems: Sequence[TemplateProblem], body: str) -> list[CodeMark]:
    """Marks for the problems that belong to a line, over the whole of it."""
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


def missing_keys(problems: Sequence[TemplateProblem]) -> tuple[str, ...]:
    """Placeholders that no parameter is declared for, each once."""
    keys = (one.key for one in problems if one.kind is ProblemKind.UNDECLARED)
    return tuple(dict.fromkeys(keys))
