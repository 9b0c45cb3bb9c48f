"""The escalation package: internal, so that the next engineer starts where this one stopped."""

from __future__ import annotations

from core.artifacts.bundle import Bundle, CheckAccount, Finding, FixAccount, FixState, OpenItem
from core.artifacts.markdown import bold, bullets, code, inline, shortened, within
from core.artifacts.script_account import ScriptAccount
from core.artifacts.wording import (
    NOT_APPLIED,
    NOT_ISOLATED,
    clause,
    explanation,
    findings,
    is_convincing,
    names,
    report,
    says,
    script,
    section,
    steps,
    titled,
)
from core.sessions.lane import LaneKind

_COMMAND_LENGTH = 160
_RULED_OUT = "rules out "


def escalation_package(bundle: Bundle) -> str:
    """The five sections in Markdown."""
    confirmed = findings(map(_finding, bundle.findings))
    return "\n\n".join(
        [
            section("Problem", *_problem(bundle)),
            section("What we've confirmed", confirmed, _ruled_out(bundle)),
            section("What we've tried", *_tried(bundle)),
            section("Current hypothesis", *_hypothesis(bundle.fix)),
            section("Suggested next steps", *_next_steps(bundle)),
        ]
    )


def _problem(bundle: Bundle) -> list[str]:
    about = {"Ticket": bundle.ticket, "Client": bundle.client, "Priority": bundle.priority}
    known = [f"{name}: {clause(value, 120)}" for name, value in about.items() if value]
    reason = bundle.escalation_reason
    return [
        says(bundle.problem),
        report(bundle, 1000),
        f"Escalated because: {says(reason)}" if reason else "",
        " · ".join(known),
    ]


def _finding(finding: Finding) -> str:
    shows = f" ({clause(finding.provenance, 200)})" if finding.provenance else ""
    line = shortened(finding.proof, 160)
    proof = f" Shown by {code(line)}." if line else ""
    return f"{clause(finding.text)}{shows}.{proof}"


def _ruled_out(bundle: Bundle) -> str:
    """What the findings exclude, gathered in one line."""
    provenances = [finding.provenance for finding in bundle.findings]
    excluded = [text for text in provenances if text.lower().startswith(_RULED_OUT)]
    unique = dict.fromkeys(clause(text[len(_RULED_OUT) :], 100) for text in excluded)
    listed = "; ".join(within(unique, 700, "causes")).removesuffix(".")
    return f"Ruled out: {listed}." if listed else ""


def _tried(bundle: Bundle) -> list[str]:
    fixes = [*bundle.others, *([bundle.fix] if bundle.fix else [])]
    attempts = [line for fix in fixes if fix.was_applied for line in _attempt(fix)]
    considered = names(fix for fix in bundle.others if not fix.was_applied)
    scripts = [_script(account) for account in bundle.scripts]
    return [
        bullets(within(attempts, 2400, "attempts")) or "No fix was tried.",
        f"Considered, but not tried: {considered}." if considered else "",
        titled("Scripts generated:", within(scripts, 800, "scripts")),
        titled("Checks run:", within(map(_check, bundle.checks), 2000, "checks"))
        or "No check was run.",
    ]


def _script(account: ScriptAccount) -> str:
    named = script(account).removeprefix("a ").removeprefix("the script ")
    return f"{named}: {account.ran}" if account.ran else f"{named}: not run"


def _attempt(fix: FixAccount) -> list[str]:
    """What became of a fix, and how to take it back."""
    parts = [f"{bold(fix.title)}: {_ended(fix)}"]
    if fix.script is not None:
        parts.append(f"{'Done with' if fix.by_script else 'It has'} {script(fix.script)}.")
    if fix.undo:
        parts.append(f"To undo: {says(' '.join(fix.undo), 600)}")
    return [" ".join(parts), *(f"After that: {says(done)}" for done in fix.afterwards)]


def _ended(fix: FixAccount) -> str:
    reason = f" {says(fix.notes)}" if fix.notes else ""
    return {
        FixState.WORKED: "worked.",
        FixState.FAILED: f"did not hold.{reason}",
        FixState.PARTIAL: f"carried out in part.{reason}",
        FixState.PENDING: f"carried out. Awaited:{reason}",
    }.get(fix.state, "carried out, result not checked yet.")


def _check(check: CheckAccount) -> str:
    result = clause(check.result, 300) if check.result else "no output"
    times = f"run {check.times} times" if check.times > 1 else ""
    asides = ", ".join(filter(None, [check.how, times]))
    aside = f" ({asides})" if asides else ""
    return f"{clause(check.label, 300)}: {result}{aside}{_command(check.command)}"


def _command(command: str) -> str:
    """A short command in full; a long one can be read in the session."""
    lines = command.strip().splitlines()
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) <= _COMMAND_LENGTH:
        return f" — {code(lines[0])}"
    return " — its command is in the session"


def _hypothesis(fix: FixAccount | None) -> list[str]:
    if fix is None:
        return [NOT_ISOLATED]
    if fix.state is FixState.FAILED:
        return [NOT_ISOLATED, f"The last hypothesis did not hold: {explanation(fix)}"]
    opening = [] if is_convincing(fix) else [NOT_ISOLATED]
    name = "Leading hypothesis" if is_convincing(fix) else "Best explanation so far"
    if fix.state is FixState.WORKED and is_convincing(fix):
        name = "Confirmed by the fix"
    more = says(fix.description) if fix.cause else ""
    return [*opening, f"{name} ({fix.confidence}%): {explanation(fix)}", more, _tested(fix)]


def _tested(fix: FixAccount) -> str:
    """How far the hypothesis has been tested."""
    return {
        FixState.PROPOSED: NOT_APPLIED,
        FixState.VERIFYING: "The fix was carried out; its result is not checked yet.",
        FixState.PARTIAL: f"The fix was carried out in part. {says(fix.notes)}",
        FixState.PENDING: f"The fix was carried out. Awaited: {says(fix.notes)}",
        FixState.WORKED: "The fix worked; the escalation has another reason.",
    }[fix.state]


def _next_steps(bundle: Bundle) -> list[str]:
    paragraphs = [
        *(_next_for(bundle.fix) if bundle.fix else []),
        titled("Still open:", within(map(_to_do, bundle.open_items), 1000, "items")),
        titled("Skipped so far:", within(map(_to_do, bundle.skipped), 800, "items")),
    ]
    if any(paragraphs):
        return paragraphs
    return ["Nothing is left open in the session. Collect new evidence before changing anything."]


def _next_for(fix: FixAccount) -> list[str]:
    title = bold(fix.title)
    work, check = steps("Steps:", fix.steps), steps("It has worked when:", fix.verify, 800)
    return {
        FixState.PROPOSED: [f"Try {title}.", work, check],
        FixState.PARTIAL: [f"Finish {title}.", work, check],
        FixState.PENDING: [f"Wait for: {says(fix.notes)} Then check the result.", check],
        FixState.VERIFYING: ["Check whether the fix holds.", check],
        FixState.FAILED: [f"Do not repeat {title}; look for a cause that fits the findings."],
        FixState.WORKED: [f"Leave {title} in place."],
    }[fix.state]


def _to_do(item: OpenItem) -> str:
    verb = "Ask" if item.kind is LaneKind.QUESTION else "Check"
    return f"{verb}: {inline(shortened(item.text, 300))}{_command(item.command)}"
