"""The resolution note: for the customer, so without commands and without guesses as facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.artifacts.bundle import Bundle, FixAccount, FixState
from core.artifacts.markdown import bold, bullets, within
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
)


def resolution_note(bundle: Bundle) -> str:
    """The four sections in Markdown."""
    confirmed = findings(says(finding.text) for finding in bundle.findings)
    return "\n\n".join(
        [
            section("Problem", says(bundle.problem), report(bundle, 500)),
            section("What we confirmed", confirmed, _checks(bundle)),
            section("Root cause", *_root_cause(bundle.fix)),
            section("Resolution", *_resolution(bundle)),
        ]
    )


def _checks(bundle: Bundle) -> str:
    labels = [clause(check.label, 200) for check in bundle.checks]
    listed = "; ".join(within(labels, 1000, "checks")).removesuffix(".")
    return f"Checked along the way: {listed}." if listed else ""


def _root_cause(fix: FixAccount | None) -> list[str]:
    if fix is None:
        return [NOT_ISOLATED]
    if fix.state is FixState.FAILED:
        return [NOT_ISOLATED, "The explanation behind the attempt below did not hold."]
    if not is_convincing(fix):
        return [NOT_ISOLATED, f"The best explanation so far: {explanation(fix)}"]
    if fix.state is FixState.WORKED:
        return [explanation(fix)]
    if fix.state is FixState.PENDING:
        return [f"Provisional, until the result is confirmed: {explanation(fix)}"]
    return [f"Most likely, but not proven yet: {explanation(fix)}"]


def _resolution(bundle: Bundle) -> list[str]:
    told = _TOLD[bundle.fix.state](bundle.fix) if bundle.fix else ["No fix was recorded."]
    failed = names(fix for fix in bundle.others if fix.state is FixState.FAILED)
    return [*told, f"Tried earlier without lasting effect: {failed}." if failed else ""]


def _worked(fix: FixAccount) -> list[str]:
    by_script = f" with {script(fix.script)}" if fix.by_script and fix.script else ""
    done = f"{bold(fix.title)} was carried out{by_script} and confirmed to work."
    return [
        f"{done} The problem is solved.",
        steps("What this involved:", fix.steps),
        steps("How to tell that it still works:", fix.verify),
    ]


def _failed(fix: FixAccount) -> list[str]:
    reason = f" {says(fix.notes)}" if fix.notes else ""
    tried = f"{bold(fix.title)} was tried and did not hold.{reason}"
    if not fix.afterwards:
        return [tried, "No other change was recorded."]
    return [tried, "Done instead:", bullets(within(map(says, fix.afterwards), 1500, "changes"))]


def _partial(fix: FixAccount) -> list[str]:
    return [
        f"{bold(fix.title)} was carried out in part.",
        f"Where it stands: {says(fix.notes)}",
    ]


def _pending(fix: FixAccount) -> list[str]:
    return [
        f"{bold(fix.title)} was carried out. This is provisional until its result is confirmed.",
        f"Waiting for: {says(fix.notes)}",
        steps("It has worked when:", fix.verify),
    ]


def _verifying(fix: FixAccount) -> list[str]:
    return [
        f"{bold(fix.title)} was carried out. Whether it holds is being checked.",
        steps("It has worked when:", fix.verify),
    ]


def _proposed(fix: FixAccount) -> list[str]:
    return [
        NOT_APPLIED,
        f"Proposed: {bold(fix.title)}.",
        steps("What this involves:", fix.steps),
    ]


_TOLD: Mapping[FixState, Callable[[FixAccount], list[str]]] = {
    FixState.WORKED: _worked,
    FixState.FAILED: _failed,
    FixState.PARTIAL: _partial,
    FixState.PENDING: _pending,
    FixState.VERIFYING: _verifying,
    FixState.PROPOSED: _proposed,
}
