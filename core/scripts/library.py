"""The library as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.scripts.model import ScriptRun, ScriptTemplate, ScriptTemplateVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryEntry:
    """A template as lists show it. `provenance` says in words where it came from."""

    template: ScriptTemplate
    favourite: bool
    last_run: ScriptRun | None
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDetails:
    """One template with its history, newest version first, and who made each version."""

    entry: LibraryEntry
    versions: tuple[ScriptTemplateVersion, ...]
    engineers: Mapping[UUID, str]
