"""What the settings say about playbooks, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.playbooks.library import PlaybookLibrary
from core.playbooks.problem import PlaybookProblem

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook

_DOMAINS = {
    "network": "Network",
    "identity": "Identity",
    "microsoft365": "Microsoft 365",
    "windows": "Windows",
    "printing": "Printing",
    "storage": "Storage",
    "general": "General",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookLine:
    """One playbook in the list."""

    title: str
    domain: str
    version: int
    causes: int
    observations: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every playbook that can be followed, by domain and title, and what is wrong with the rest."""

    lines: tuple[PlaybookLine, ...] = ()
    problems: tuple[PlaybookProblem, ...] = ()


def catalogue_of(library: PlaybookLibrary) -> Catalogue:
    """Describe a library."""
    lines = [_line(playbook, playbook.id in library.own) for playbook in library]
    lines.sort(key=lambda line: (line.domain, line.title))
    return Catalogue(tuple(lines), library.problems)


def _line(playbook: Playbook, is_own: bool) -> PlaybookLine:
    return PlaybookLine(
        title=playbook.title,
        domain=_DOMAINS[playbook.domain],
        version=playbook.version,
        causes=len(playbook.causes),
        observations=len(playbook.observations),
        is_own=is_own,
    )
