"""What the conversation and the header say about branches, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.sessions.family import ForkPoint, Version
from core.sessions.workspace import Workspace

BRANCH = "Branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkMark:
    """ "2/3" beside a message that other branches have otherwise, and the way to those."""

    text: str
    before: Version | None
    after: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchMarks:
    """can_fork: messages can be edited and answered anew. marks: by position."""

    can_fork: bool = False
    marks: Mapping[int, ForkMark] = field(default_factory=dict)


def branch_marks(workspace: Workspace) -> BranchMarks:
    return BranchMarks(
        can_fork=workspace.session.status.is_open,
        marks={point.position: _mark(point) for point in workspace.forks},
    )


def branch_label(workspace: Workspace) -> str:
    """ "Branch 2 of 3"; empty while there is only one."""
    number = number_of(workspace, workspace.session.id)
    return f"{BRANCH} {number} of {len(workspace.branches)}" if number else ""


def ended_elsewhere(workspace: Workspace) -> str:
    """Why this branch can neither be resolved nor escalated; empty when it can."""
    ended = next((one for one in workspace.branches if one.is_ended), None)
    if ended is None or ended.id == workspace.session.id:
        return ""
    return f"Branch {ended.number} of this session is already {ended.status.label}."


def number_of(workspace: Workspace, session_id: UUID) -> int:
    """The number of a branch, 0 while there is only one."""
    return next((one.number for one in workspace.branches if one.id == session_id), 0)


def _mark(point: ForkPoint) -> ForkMark:
    return ForkMark(
        text=f"{point.shown + 1}/{len(point.versions)}",
        before=point.neighbour(-1),
        after=point.neighbour(1),
    )
