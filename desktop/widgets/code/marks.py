"""What is said about a place in a script."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.theme.tokens import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMark:
    """A finding: line and column count from 1, length in characters."""

    line: int
    column: int
    length: int
    tone: Tone
    message: str
