"""The runs under way and those just ended, by what they were started for."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from uuid import UUID

from core.scripts.script_service import Script
from desktop.scripts.result_face import ResultFace

_LINES_KEPT = 2_000
_LINE_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """What a script is used for: a fix of a session, a template, or a script as it stands."""

    session_id: UUID | None
    fix_id: UUID | None
    template_id: UUID | None
    title: str


def place_of(script: Script) -> Place:
    return Place(script.session_id, script.fix_id, script.template_id, script.title)


@dataclass(slots=True)
class LiveRun:
    """A run as it is seen: it stays when another script is opened meanwhile."""

    title: str
    since: float = field(default_factory=time.monotonic)
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES_KEPT))
    is_cancelled: bool = False
    result: ResultFace | None = None

    def add(self, line: str) -> None:
        """Keep a line for when the run is looked at again."""
        self.lines.append(line[:_LINE_LIMIT])
