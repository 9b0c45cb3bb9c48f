"""The rows of an entry list, as values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from desktop.theme.tokens import Tone
from desktop.widgets.state_dot import DotShape


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingRow:
    """A section's name with the number of its entries; `noun` is what they are called."""

    title: str
    count: int
    noun: str = "sessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry: a title, details under it, and a few letters at the right of those."""

    id: UUID
    title: str
    details: str
    when: str
    status: str
    shape: DotShape
    tone: Tone


Row = HeadingRow | EntryRow
