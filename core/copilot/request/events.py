"""What happened in a session since the assistant spoke last, told from the rows' own times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.copilot.request.fences import one_line
from core.copilot.turn import TurnContext
from core.sessions.facts import Fact
from core.sessions.fixes import Fix
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.messages import MessageStatus, Role

_TEXT = 200
_ANSWER = 2_000
_NOTES = 500

Event = tuple[datetime, str]


def last_spoken(context: TurnContext) -> datetime | None:
    """When the assistant's last message began; None if it said nothing yet."""
    said = (
        message.created_at
        for message in reversed(context.messages)
        if message.role is Role.ASSISTANT and message.status is not MessageStatus.STREAMING
    )
    return next(said, None)


def is_new(at: datetime | None, since: datetime | None) -> bool:
    return at is not None and (since is None or at > since)


def events(context: TurnContext) -> list[str]:
    """One line for each thing the engineer did, oldest first."""
    since = last_spoken(context)
    found = [
        *(event for item in context.lane for event in _item(item, since)),
        *(event for run in context.runs for event in _run(run, context, since)),
        *(event for fact in context.facts for event in _fact(fact, since)),
        *(event for fix in context.fixes for event in _fix(fix, since)),
    ]
    return [line for _, line in sorted(found, key=lambda event: event[0])]


def _item(item: LaneItem, since: datetime | None) -> Iterator[Event]:
    if item.closed_at is None or not is_new(item.closed_at, since):
        return
    text = one_line(item.text, _TEXT)
    if item.status is LaneStatus.SKIPPED:
        yield item.closed_at, f"Skipped {item.kind.value} {item.id}: {text}"
    elif item.status is LaneStatus.ANSWERED and item.kind is LaneKind.QUESTION:
        answer = one_line(item.answer, _ANSWER)
        yield item.closed_at, f"Answered question {item.id}: {text} → {answer}"


_RUNS = {
    RunSource.LOCAL: "Ran",
    RunSource.PASTED: "Pasted the result of",
    RunSource.REPORTED: "Reported the result of",
}


def run_end(run: CheckRun) -> str:
    """How a run ended, if that matters."""
    if run.end is RunEnd.EXITED:
        return f"exit code {run.exit_code}" if run.exit_code else ""
    return "" if run.end is RunEnd.PASTED else run.end.value.replace("_", " ")


def _run(run: CheckRun, context: TurnContext, since: datetime | None) -> Iterator[Event]:
    if not is_new(run.started_at, since):
        return
    label = next((item.text for item in context.lane if item.id == run.lane_item_id), "")
    end = run_end(run)
    shown = one_line(run.stdout, _TEXT) if run.source is RunSource.REPORTED else "see its output"
    how = f" ({end})" if end else ""
    check = f"check {run.lane_item_id}: {one_line(label, _TEXT)}"
    yield run.started_at, f"{_RUNS[run.source]} {check}{how} → {shown}"


def _fact(fact: Fact, since: datetime | None) -> Iterator[Event]:
    if not fact.ai_made and is_new(fact.created_at, since):
        yield fact.created_at, f"Added a fact: {one_line(fact.text, _TEXT)}"
    if fact.edited_at is not None and is_new(fact.edited_at, since):
        yield fact.edited_at, f"Corrected a fact: {one_line(fact.text, _TEXT)}"


def _fix(fix: Fix, since: datetime | None) -> Iterator[Event]:
    """What has a time of its own; the rest shows in the fix's status."""
    name = f"fix {fix.id}: {one_line(fix.title, _TEXT)}"
    if fix.applied_at is not None and is_new(fix.applied_at, since):
        yield fix.applied_at, f"Applied {name}"
    if fix.verified_at is not None and is_new(fix.verified_at, since):
        reason = one_line(fix.failure_reason, _NOTES)
        yield fix.verified_at, f"{name} {fix.status.label}" + (f": {reason}" if reason else "")
