"""What the task lane shows, as values. Pure: a workspace in, words and flags out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.sessions.facts import Fact, SourceType
from core.sessions.fixes import Fix
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.messages import MessageStatus, Role
from core.sessions.session import SessionStatus
from core.sessions.workspace import Workspace

_SOURCE_WORDS = {
    SourceType.QUESTION: "question",
    SourceType.DIAGNOSTIC_CHECK: "check",
    SourceType.USER_NOTE: "your note",
    SourceType.AI_SYNTHESIS: "assistant",
}
SHELL_WORDS = {"powershell": "PowerShell", "posix": "sh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A card in What we know. `provenance` is the small line below the text."""

    id: UUID
    text: str
    provenance: str
    source_line: str
    is_editable: bool
    edit_hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    id: UUID
    text: str
    context: str
    why: str
    rules_out: str
    options: tuple[str, ...]
    is_open: bool
    closing_line: str
    """For a closed card: what became of it."""
    can_reopen: bool
    can_become_fact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """The newest run of a check."""

    id: UUID
    summary: str
    output: str
    note: str
    went_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    id: UUID
    label: str
    description: str
    why: str
    rules_out: str
    command: str
    shell: str
    options: tuple[str, ...]
    is_open: bool
    is_running: bool
    takes_result: bool
    """Withdrawn and skipped checks take none; one that was run can be run again."""
    run: RunView | None
    closing_line: str
    can_reopen: bool
    can_become_fact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedView:
    id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    facts: tuple[FactView, ...]
    questions: tuple[QuestionView, ...]
    checks: tuple[CheckView, ...]
    parked: tuple[ParkedView, ...]
    facts_count: str
    questions_count: str
    checks_count: str
    can_resolve: bool
    can_escalate: bool
    open_count: int


def lane_view(workspace: Workspace, running: Collection[UUID] = ()) -> LaneView:
    """Describe the lane. `running` names the checks that run right now."""
    questions = [item for item in workspace.lane if item.kind is LaneKind.QUESTION]
    checks = [item for item in workspace.lane if item.kind is LaneKind.CHECK]
    runs = {run.lane_item_id: run for run in workspace.runs}
    unanswered = sum(item.status is LaneStatus.OPEN for item in questions)
    ran = sum(item.status is LaneStatus.DONE for item in checks)
    shown_checks = [item for item in checks if item.status is not LaneStatus.WITHDRAWN]
    status, may_end = workspace.session.status, not workspace.is_ended_elsewhere
    return LaneView(
        facts=tuple(_fact(fact) for fact in workspace.facts),
        questions=tuple(
            _question(item, is_settled=_is_settled(workspace, item))
            for item in _open_first(questions)
        ),
        checks=tuple(
            _check(
                item,
                runs.get(item.id),
                is_running=item.id in running,
                is_settled=_is_settled(workspace, item),
            )
            for item in _open_first(checks)
        ),
        parked=tuple(_parked(fix) for fix in workspace.parked),
        facts_count=f"{len(workspace.facts)}",
        questions_count=f"{unanswered} unanswered" if unanswered else "",
        checks_count=f"{ran} / {len(shown_checks)} run" if shown_checks else "",
        can_resolve=may_end and status.value in ("active", "paused", "escalated"),
        can_escalate=may_end and status.value in ("active", "paused", "resolved"),
        open_count=sum(item.status is LaneStatus.OPEN for item in workspace.lane),
    )


def local_time(at: datetime) -> str:
    """The wall clock of the laptop, `14:22`."""
    return at.astimezone().strftime("%H:%M")


def run_summary(run: CheckRun) -> str:
    """How a run went, in a few words."""
    if run.source is RunSource.PASTED:
        return f"Pasted {local_time(run.started_at)}"
    if run.source is RunSource.REPORTED:
        return f"Reported {local_time(run.started_at)}"
    seconds = f"{run.duration_ms / 1000:.1f} s"
    return {
        RunEnd.EXITED: f"Ran {local_time(run.started_at)}, {seconds}, exit code {run.exit_code}",
        RunEnd.TIMED_OUT: f"Stopped after {seconds}: it took too long",
        RunEnd.CANCELLED: f"Cancelled after {seconds}",
        RunEnd.FAILED_TO_START: "Could not start",
        RunEnd.PASTED: f"Pasted {local_time(run.started_at)}",
    }[run.end]


def _open_first(items: list[LaneItem]) -> list[LaneItem]:
    """Open items in the order they were asked, then the closed ones, newest first."""
    is_open = [item for item in items if item.status is LaneStatus.OPEN]
    closed = [item for item in items if item.status is not LaneStatus.OPEN]
    return is_open + closed[::-1]


def _is_settled(workspace: Workspace, item: LaneItem) -> bool:
    """Whether the assistant had its say about an item and made no fact of it."""
    closed_at = item.closed_at
    if closed_at is None or item.became:
        return False
    if workspace.waiting is not None or workspace.session.status is not SessionStatus.ACTIVE:
        return True
    return any(
        message.role is Role.ASSISTANT
        and message.status is not MessageStatus.STREAMING
        and message.created_at >= closed_at
        for message in workspace.messages
    )


def _fact(fact: Fact) -> FactView:
    parts = [fact.summary, _SOURCE_WORDS[fact.source_type], local_time(fact.created_at)]
    if fact.edited_at is not None:
        parts.append("edited")
    return FactView(
        id=fact.id,
        text=fact.text,
        provenance=" · ".join(part for part in parts if part),
        source_line=fact.source_line,
        is_editable=not fact.source_type.has_source,
        edit_hint="" if not fact.source_type.has_source else "Answer or run the source again.",
    )


def _question(item: LaneItem, *, is_settled: bool) -> QuestionView:
    return QuestionView(
        id=item.id,
        text=item.text,
        context=item.context,
        why=item.why,
        rules_out=item.rules_out,
        options=item.options,
        is_open=item.status is LaneStatus.OPEN,
        closing_line=_closing_line(item),
        can_reopen=item.status is LaneStatus.SKIPPED,
        can_become_fact=is_settled and item.status is LaneStatus.ANSWERED,
    )


def _check(
    item: LaneItem, run: CheckRun | None, *, is_running: bool, is_settled: bool
) -> CheckView:
    has_result = (
        item.status is LaneStatus.DONE and run is not None and bool(run.stdout or run.stderr)
    )
    return CheckView(
        id=item.id,
        label=item.text,
        description=item.context,
        why=item.why,
        rules_out=item.rules_out,
        command=item.command,
        shell=SHELL_WORDS.get(item.shell, item.shell),
        options=item.options,
        is_open=item.status is LaneStatus.OPEN,
        is_running=is_running,
        takes_result=item.status in (LaneStatus.OPEN, LaneStatus.DONE),
        run=_run(run) if run else None,
        closing_line=_closing_line(item),
        can_reopen=item.status is LaneStatus.SKIPPED,
        can_become_fact=is_settled and has_result and not is_running,
    )


def _run(run: CheckRun) -> RunView:
    output = "\n".join(part for part in (run.stdout.rstrip(), run.stderr.rstrip()) if part)
    went_wrong = run.end not in (RunEnd.EXITED, RunEnd.PASTED) or bool(run.exit_code)
    return RunView(
        id=run.id, summary=run_summary(run), output=output, note=run.note, went_wrong=went_wrong
    )


def _closing_line(item: LaneItem) -> str:
    if item.status is LaneStatus.OPEN:
        return ""
    if item.status is LaneStatus.SKIPPED:
        return "Skipped"
    if item.status is LaneStatus.WITHDRAWN:
        return item.became or "No longer needed"
    return " · ".join(part for part in (item.answer, item.became) if part) or "Done"


def _parked(fix: Fix) -> ParkedView:
    return ParkedView(id=fix.id, title=fix.title)
