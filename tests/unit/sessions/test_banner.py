"""Which face the banner shows (domain.md section 4)."""

from __future__ import annotations

import pytest

from core.sessions.banner import BannerMode, BannerView, banner_mode, silence_nudge
from core.sessions.fixes import Fix, FixStatus, OutcomeProposal, ProposedResult
from tests.unit.rows import NOON, a_fix

WORKED = OutcomeProposal(ProposedResult.SUCCESS, "ping answers")
OPEN, COLLAPSED = BannerView(), BannerView(collapsed=True)
NONE, AI, PARTIAL, PENDING, NUDGE, VERIFYING, STRIP, PROPOSED = (
    BannerMode.NONE,
    BannerMode.AI_CONFIRMING,
    BannerMode.PARTIAL,
    BannerMode.PENDING,
    BannerMode.NUDGE,
    BannerMode.VERIFYING,
    BannerMode.COLLAPSED,
    BannerMode.PROPOSED,
)
FIXES = {
    "none": None,
    "proposed": a_fix(),
    "verifying": a_fix(applied_at=NOON),
    "partial": a_fix(status=FixStatus.APPLIED_PARTIAL, applied_at=NOON),
    "pending": a_fix(status=FixStatus.APPLIED_PENDING, applied_at=NOON),
    "worked": a_fix(status=FixStatus.APPLIED_SUCCESS, applied_at=NOON),
    "failed": a_fix(status=FixStatus.APPLIED_FAILED, applied_at=NOON),
    "dismissed": a_fix(status=FixStatus.DISMISSED),
    "replaced": a_fix(superseded_at=NOON),
    "replaced while verifying": a_fix(superseded_at=NOON, applied_at=NOON),
    "proposed, outcome proposed": a_fix(ai_outcome_proposal=WORKED),
    "verifying, outcome proposed": a_fix(applied_at=NOON, ai_outcome_proposal=WORKED),
    "partial, outcome proposed": a_fix(
        status=FixStatus.APPLIED_PARTIAL, ai_outcome_proposal=WORKED
    ),
    "pending, outcome proposed": a_fix(
        status=FixStatus.APPLIED_PENDING, ai_outcome_proposal=WORKED
    ),
    "worked, outcome proposed": a_fix(status=FixStatus.APPLIED_SUCCESS, ai_outcome_proposal=WORKED),
    "replaced, outcome proposed": a_fix(superseded_at=NOON, ai_outcome_proposal=WORKED),
}
# The mode: open with 0 messages, open with 3 messages since applied, collapsed with 3 messages.
SHOWS = {
    "none": (NONE, NONE, NONE),
    "proposed": (PROPOSED, PROPOSED, STRIP),
    "verifying": (VERIFYING, NUDGE, NUDGE),
    "partial": (PARTIAL, PARTIAL, PARTIAL),
    "pending": (PENDING, PENDING, PENDING),
    "worked": (NONE, NONE, NONE),
    "failed": (NONE, NONE, NONE),
    "dismissed": (NONE, NONE, NONE),
    "replaced": (NONE, NONE, NONE),
    "replaced while verifying": (NONE, NONE, NONE),
    "proposed, outcome proposed": (AI, AI, AI),
    "verifying, outcome proposed": (AI, AI, AI),
    "partial, outcome proposed": (AI, AI, AI),
    "pending, outcome proposed": (AI, AI, AI),
    "worked, outcome proposed": (NONE, NONE, NONE),
    "replaced, outcome proposed": (NONE, NONE, NONE),
}


@pytest.mark.parametrize("name", FIXES)
def test_the_first_row_that_fits_is_shown(name: str) -> None:
    fix = FIXES[name]

    shown = (banner_mode(fix, 0, OPEN), banner_mode(fix, 3, OPEN), banner_mode(fix, 3, COLLAPSED))

    assert shown == SHOWS[name]


def test_verifying_is_shown_even_when_the_proposal_was_collapsed() -> None:
    assert banner_mode(FIXES["verifying"], 0, COLLAPSED) is VERIFYING


def test_a_banner_nobody_touched_is_open_and_not_silenced() -> None:
    assert BannerView() == BannerView(collapsed=False, silenced_until=0)


def nudges(fix: Fix | None, view: BannerView, until: int) -> list[int]:
    """At which message counts the banner nudges."""
    return [count for count in range(until) if banner_mode(fix, count, view) is NUDGE]


def test_the_nudge_comes_with_the_third_message() -> None:
    assert nudges(FIXES["verifying"], OPEN, 6) == [3, 4, 5]


@pytest.mark.parametrize("asked_at", [3, 4, 7])
def test_still_checking_is_silent_for_three_more_messages(asked_at: int) -> None:
    silenced = silence_nudge(OPEN, asked_at)

    assert nudges(FIXES["verifying"], silenced, asked_at + 5) == [asked_at + 3, asked_at + 4]


def test_it_can_be_silenced_again() -> None:
    twice = silence_nudge(silence_nudge(OPEN, 3), 6)

    assert nudges(FIXES["verifying"], twice, 11) == [9, 10]


def test_silencing_early_never_brings_the_nudge_forward() -> None:
    assert nudges(FIXES["verifying"], BannerView(silenced_until=1), 5) == [3, 4]


@pytest.mark.parametrize("collapsed", [True, False])
def test_silencing_leaves_the_strip_as_it_is(collapsed: bool) -> None:
    assert silence_nudge(BannerView(collapsed), 3) == BannerView(collapsed, 6)
