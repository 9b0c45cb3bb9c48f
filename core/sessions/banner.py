"""Which face the proposal banner shows: a pure function of fix, messages and view state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.sessions.fixes import Fix, FixStatus

NUDGE_AFTER_MESSAGES = 3


class BannerMode(StrEnum):
    NONE = "none"
    AI_CONFIRMING = "ai_confirming"
    PARTIAL = "partial"
    PENDING = "pending"
    NUDGE = "nudge"
    VERIFYING = "verifying"
    COLLAPSED = "collapsed"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class BannerView:
    """What the engineer did to the banner; kept across restarts, never synced.

    silenced_until  no nudge before the engineer has sent this many messages since `applied_at`
    """

    collapsed: bool = False
    silenced_until: int = 0


def banner_mode(fix: Fix | None, messages_since_applied: int, view: BannerView) -> BannerMode:
    """The first row that fits, in the order of domain.md section 4.

    messages_since_applied counts engineer messages sent after `applied_at`.
    """
    if fix is None or not fix.is_active or fix.status.is_terminal:
        return BannerMode.NONE
    if fix.ai_outcome_proposal is not None:
        return BannerMode.AI_CONFIRMING
    if fix.status is FixStatus.APPLIED_PARTIAL:
        return BannerMode.PARTIAL
    if fix.status is FixStatus.APPLIED_PENDING:
        return BannerMode.PENDING
    if fix.is_verifying:
        due = max(NUDGE_AFTER_MESSAGES, view.silenced_until)
        return BannerMode.NUDGE if messages_since_applied >= due else BannerMode.VERIFYING
    return BannerMode.COLLAPSED if view.collapsed else BannerMode.PROPOSED


def silence_nudge(view: BannerView, messages_since_applied: int) -> BannerView:
    """ "Still checking" without a reason: stay quiet for three more messages."""
    return BannerView(view.collapsed, messages_since_applied + NUDGE_AFTER_MESSAGES)
