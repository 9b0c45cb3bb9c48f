"""What a notice says. It stands on a screen that others may see: no client, no title, no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.events import EndedWork


@dataclass(frozen=True, slots=True)
class Notice:
    """A few words beside the clock."""

    title: str
    text: str


STILL_RUNNING = Notice(
    "FlowPilot is still running",
    "Open it by its icon here. To end it, choose Exit in the icon's menu.",
)

_ONE: Mapping[EndedWork, str] = {
    EndedWork.LATE_ANSWER: "An answer has arrived",
    EndedWork.SCRIPT_RUN: "A script run has ended",
    EndedWork.CHECK_RUN: "A check has ended",
}
_SEVERAL: Mapping[EndedWork, str] = {
    EndedWork.LATE_ANSWER: "answers have arrived",
    EndedWork.SCRIPT_RUN: "script runs have ended",
    EndedWork.CHECK_RUN: "checks have ended",
}


def notice_of(work: EndedWork, count: int) -> Notice:
    """What to say after so many of a kind, all since the window was last in front."""
    title = _ONE[work] if count == 1 else f"{count} {_SEVERAL[work]}"
    return Notice(title, "Click to look at it in FlowPilot.")
