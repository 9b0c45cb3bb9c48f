"""Who answers next, why, and what leaves the laptop: words for the line and its menu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from core.copilot.standing import ModelReach, RungState, Standing
from core.sessions.messages import Rung
from core.sessions.workspace import Workspace
from desktop.session.spend_words import spend_line, unpriced_words

_ANSWERS = {
    Rung.CLOUD: "Cloud model answers",
    Rung.LOCAL: "Local model answers",
    Rung.PLAYBOOK: "Playbooks answer",
}
_NAMES = {Rung.CLOUD: "Cloud model", Rung.LOCAL: "Local model", Rung.PLAYBOOK: "Playbooks"}
_NOTHING_LEAVES = "nothing leaves this laptop"
_ICONS = {Rung.CLOUD: "cloud", Rung.LOCAL: "cpu", Rung.PLAYBOOK: "book-open"}


class StandingWish(Enum):
    """What the menu leads to, besides a choice."""

    PREVIEW = auto()
    LOG = auto()
    CLIENT_RULES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class RungEntry:
    """One choice. `rung` None: the best that can be reached. A refusal says why not."""

    rung: Rung | None
    title: str
    detail: str = ""
    is_chosen: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """The line under the composer and the menu it opens.

    line    who answers, what leaves, and why
    leaves  what leaves, in a sentence
    client  the client whose rules apply; empty without one
    pictures_to  where pictures would go, in words; empty when they stay on the laptop
    spend   what models used; `note` what cannot be priced
    """

    line: str
    leaves: str
    icon: str
    entries: tuple[RungEntry, ...]
    client: str
    pictures_to: str
    spend: str
    note: str


def standing_view(workspace: Workspace, limit: int) -> StandingView:
    """Describe who answers next. `limit`: dollars per month, 0 is none."""
    standing = workspace.standing
    return StandingView(
        line=standing_line(standing),
        leaves=standing.leaves,
        icon=_ICONS[standing.rung],
        entries=tuple(_entries(standing)),
        client=workspace.session.client_name,
        pictures_to=pictures_to(standing),
        spend=spend_line(workspace.spend, workspace.month, limit),
        note=unpriced_words(workspace.month),
    )


def standing_line(standing: Standing) -> str:
    """One line: who answers · what leaves · why. The end may have no room."""
    where = f"goes to {standing.host}, secrets taken out" if standing.host else _NOTHING_LEAVES
    parts = (_ANSWERS[standing.rung], where, standing.why)
    return " · ".join(part.rstrip(".") for part in parts if part)


def pictures_to(standing: Standing) -> str:
    """A yes holds for later turns too, whoever takes them: the question names both."""
    cloud = next(state for state in standing.rungs if state.rung is Rung.CLOUD)
    may_follow = standing.rung is Rung.LOCAL and cloud.is_configured and not cloud.refusal
    if not standing.host or not may_follow:
        return standing.host
    return f"{standing.host}, and to the cloud model when that answers"


def _entries(standing: Standing) -> Iterator[RungEntry]:
    yield RungEntry(
        rung=None,
        title="Automatic",
        detail="The best that is allowed and can be reached",
        is_chosen=standing.forced is None,
    )
    for state in standing.rungs:
        yield RungEntry(
            rung=state.rung,
            title=_NAMES[state.rung],
            detail=_detail(state),
            is_chosen=standing.forced is state.rung,
            refusal=state.refusal,
        )


def _detail(state: RungState) -> str:
    if state.rung is Rung.PLAYBOOK:
        return _NOTHING_LEAVES.capitalize()
    if not state.is_configured:
        return ""
    unreachable = state.reach is ModelReach.UNREACHABLE
    return f"{state.label}, cannot be reached" if unreachable else state.label
