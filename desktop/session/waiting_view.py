"""A turn that a model still owes, in words: what happened, what it means, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from core.copilot.failure_words import WORDS
from core.copilot.records import WaitingState, WaitingTurn


class NextStep(Enum):
    """What the engineer can do about it, in the order of the buttons."""

    TRY_AGAIN = "Try again"
    CARRY_ON = "Carry on with the playbook"
    ASK_LATER = "Ask the model when back online"
    SETTINGS = "Open the settings"
    CANCEL = "Do not ask any more"


@dataclass(frozen=True, slots=True)
class WaitingView:
    """`seconds` is how long the server asked to be left alone, from now."""

    title: str
    text: str
    detail: str
    steps: tuple[NextStep, ...]
    seconds: int = 0


def waiting_view(waiting: WaitingTurn | None, now: datetime) -> WaitingView | None:
    """Describe what waits; None when nothing does."""
    if waiting is None:
        return None
    words = WORDS[waiting.failure]
    if waiting.state is WaitingState.QUEUED:
        return WaitingView(
            "The model will be asked when it can be reached.",
            "Its answer comes as a late one. Until then you can go on with the playbook.",
            waiting.detail,
            (NextStep.TRY_AGAIN, NextStep.CARRY_ON, NextStep.CANCEL),
        )
    steps = [NextStep.TRY_AGAIN, NextStep.CARRY_ON]
    if words.may_queue:
        steps.append(NextStep.ASK_LATER)
    if words.needs_settings:
        steps.append(NextStep.SETTINGS)
    seconds = 0
    if waiting.retry_at is not None:
        seconds = max(0, round((waiting.retry_at - now).total_seconds()))
    return WaitingView(
        words.title, f"{words.meaning} {words.next_step}", waiting.detail, tuple(steps), seconds
    )
