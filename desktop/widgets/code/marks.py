"""What is said about places in a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.theme.tokens import Tone

_WORST_FIRST = (Tone.DANGER, Tone.WARNING, Tone.INFO, Tone.ACCENT, Tone.SUCCESS, Tone.NEUTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMark:
    """A finding: line and column count from 1, length in characters."""

    line: int
    column: int
    length: int
    tone: Tone
    message: str


def in_order(marks: Sequence[CodeMark]) -> tuple[CodeMark, ...]:
    """The marks as they stand in the script."""
    return tuple(sorted(marks, key=lambda mark: (mark.line, mark.column)))


def by_line(marks: Sequence[CodeMark]) -> Mapping[int, tuple[CodeMark, ...]]:
    """The marks of each line that has some, the worst first."""
    lines: dict[int, list[CodeMark]] = {}
    for mark in marks:
        lines.setdefault(mark.line, []).append(mark)
    return {
        line: tuple(sorted(of_line, key=lambda mark: _WORST_FIRST.index(mark.tone)))
        for line, of_line in lines.items()
    }
