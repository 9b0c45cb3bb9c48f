"""A short update on where a session stands, for somebody who waits for it."""

from __future__ import annotations

from core.artifacts.bundle import Bundle, FixAccount, FixState, SessionRecord
from core.artifacts.gather import gather
from core.artifacts.markdown import plain, sentence, shortened

FINDINGS_SHOWN = 5
_FIX_STATES = {
    FixState.PROPOSED: "We have a likely fix and will apply it next: {title}",
    FixState.VERIFYING: "A fix was applied and is being verified: {title}",
    FixState.WORKED: "The fix worked: {title}",
    FixState.FAILED: "A fix was tried and did not help: {title}",
    FixState.PARTIAL: "A fix was applied in part: {title}",
    FixState.PENDING: "A fix was applied; we wait before we call it done: {title}",
}


def status_update(record: SessionRecord) -> str:
    """Plain text with the problem, what is known, and what happens next. No names of people."""
    bundle = gather(record)
    parts = [f"Problem: {sentence(shortened(bundle.problem, 300))}"]
    if bundle.findings:
        known = [f"- {plain(finding.text)}" for finding in bundle.findings[-FINDINGS_SHOWN:]]
        parts.append("\n".join(["What we know:", *known]))
    parts.append(_next(bundle))
    return "\n\n".join(parts)


def _next(bundle: Bundle) -> str:
    if bundle.fix is not None and bundle.fix.state in _FIX_STATES:
        return f"Where it stands: {_fix(bundle.fix)}"
    if bundle.open_items:
        return f"Next: {sentence(plain(bundle.open_items[0].text))}"
    return "Next: we continue to narrow down the cause."


def _fix(fix: FixAccount) -> str:
    return sentence(_FIX_STATES[fix.state].format(title=plain(fix.title)))
