"""What the proposal banner says in each mode. Pure: a workspace in, words out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.sessions.banner import BannerMode
from core.sessions.fixes import Fix, ProposedResult
from core.sessions.workspace import Workspace
from desktop.session.lane_view import local_time

BODY_LENGTH = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerContent:
    """One face of the banner.

    caption  the small capitals line, `badge` the pill beside it
    note     the engineer's or the assistant's words in the inset
    hint     a last line: what is ready, or what is left over
    """

    mode: BannerMode
    fix_id: UUID | None = None
    caption: str = ""
    badge: str = ""
    title: str = ""
    body: str = ""
    note: str = ""
    hint: str = ""
    proposes_failure: bool = False


HIDDEN = BannerContent(mode=BannerMode.NONE)


def banner_content(workspace: Workspace, now: datetime) -> BannerContent:
    """Describe the banner for the workspace's mode."""
    fix = workspace.fix
    if fix is None or workspace.banner is BannerMode.NONE:
        return HIDDEN
    return _FACES[workspace.banner](fix, now)


def _proposed(fix: Fix, now: datetime) -> BannerContent:
    ready = "Steps and a script are ready." if fix.drafted_script else "Steps are ready."
    return BannerContent(
        mode=BannerMode.PROPOSED,
        fix_id=fix.id,
        caption="Suggested fix",
        badge=f"{fix.confidence} % confidence",
        title=fix.title,
        body=_opening(fix.description),
        hint=ready if fix.steps or fix.drafted_script else "",
    )


def _opening(description: str) -> str:
    """The first sentences, at most 220 characters; the rest is with the steps."""
    text = " ".join(description.split())
    if len(text) <= BODY_LENGTH:
        return text
    cut = text[:BODY_LENGTH]
    end = cut.rfind(". ")
    return cut[: end + 1] if end > BODY_LENGTH // 3 else cut.rsplit(" ", 1)[0] + "…"


def _collapsed(fix: Fix, now: datetime) -> BannerContent:
    return BannerContent(
        mode=BannerMode.COLLAPSED, fix_id=fix.id, title=fix.title, badge=f"{fix.confidence} %"
    )


def _verifying(fix: Fix, now: datetime) -> BannerContent:
    return BannerContent(
        mode=BannerMode.VERIFYING,
        fix_id=fix.id,
        caption="Verifying",
        badge=_applied(fix, now),
        title=f"Did “{fix.title}” work?",
        body="\n".join(f"• {check}" for check in fix.verify),
        hint=f"Left over from an earlier try: {fix.partial_notes}" if fix.partial_notes else "",
    )


def _nudge(fix: Fix, now: datetime) -> BannerContent:
    return BannerContent(mode=BannerMode.NUDGE, fix_id=fix.id, title="Did it work?", body=fix.title)


def _partial(fix: Fix, now: datetime) -> BannerContent:
    return BannerContent(
        mode=BannerMode.PARTIAL,
        fix_id=fix.id,
        caption="Partly applied",
        badge="Parked",
        title=fix.title,
        note=fix.partial_notes,
    )


def _pending(fix: Fix, now: datetime) -> BannerContent:
    return BannerContent(
        mode=BannerMode.PENDING,
        fix_id=fix.id,
        caption="Waiting to verify",
        badge=_applied(fix, now),
        title=fix.title,
        note=fix.pending_reason,
    )


def _ai_confirming(fix: Fix, now: datetime) -> BannerContent:
    proposal = fix.ai_outcome_proposal
    result = proposal.result if proposal else ProposedResult.SUCCESS
    title, badge = {
        ProposedResult.SUCCESS: ("It looks as if the fix worked. Is that right?", "Worked"),
        ProposedResult.FAILURE: ("It looks as if the fix did not work. Is that right?", "Failed"),
        ProposedResult.PARTIAL: ("It looks as if the fix helped in part. Is that right?", "Partly"),
    }[result]
    return BannerContent(
        mode=BannerMode.AI_CONFIRMING,
        fix_id=fix.id,
        caption="Outcome from the conversation",
        badge=badge,
        title=title,
        body=fix.title,
        note=proposal.reason if proposal else "",
        proposes_failure=result is not ProposedResult.SUCCESS,
    )


def _applied(fix: Fix, now: datetime) -> str:
    if fix.applied_at is None:
        return ""
    minutes = int((now - fix.applied_at).total_seconds() // 60)
    if minutes < 1:
        ago = "just now"
    elif minutes < 60:
        ago = f"{minutes} min ago"
    elif minutes < 48 * 60:
        ago = f"{minutes // 60} h ago"
    else:
        ago = f"{minutes // (24 * 60)} days ago"
    return f"Applied {local_time(fix.applied_at)} · {ago}"


_FACES = {
    BannerMode.PROPOSED: _proposed,
    BannerMode.COLLAPSED: _collapsed,
    BannerMode.VERIFYING: _verifying,
    BannerMode.NUDGE: _nudge,
    BannerMode.PARTIAL: _partial,
    BannerMode.PENDING: _pending,
    BannerMode.AI_CONFIRMING: _ai_confirming,
}
