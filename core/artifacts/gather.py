"""From the rows of a session to the bundle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from core.artifacts.anonymous import without_name
from core.artifacts.bundle import (
    Bundle,
    CheckAccount,
    Finding,
    FixAccount,
    FixState,
    OpenItem,
    SessionRecord,
)
from core.artifacts.script_account import ScriptAccount, drafted, generated
from core.checks.runs import CheckRun, RunEnd, RunSource
from core.scripts.model import ScriptRun
from core.sessions.facts import Fact, SourceType, has_substance
from core.sessions.fixes import Decision, Fix, FixStatus
from core.sessions.lane import LaneItem, LaneStatus
from core.sessions.session import Session


def gather(record: SessionRecord) -> Bundle:
    """Tell a session's rows in the bundle's terms."""
    session = record.session
    anonymous = without_name(session.contact_name)
    centre = _centre(record.fixes)
    problem, reported = _problem(session)
    return Bundle(
        problem=anonymous(problem),
        reported=anonymous(reported),
        ticket=session.psa_ticket_id,
        client=session.client_name,
        priority=session.priority,
        escalation_reason=anonymous(session.escalation_reason),
        findings=tuple(_finding(fact, anonymous) for fact in record.facts),
        fix=None if centre is None else _account(centre, record, anonymous),
        others=tuple(_account(fix, record, anonymous) for fix in record.fixes if fix is not centre),
        checks=tuple(_checks(record, anonymous)),
        open_items=_items(record.lane, LaneStatus.OPEN, anonymous),
        skipped=_items(record.lane, LaneStatus.SKIPPED, anonymous),
        scripts=tuple(account for _, account in _scripts(record)),
    )


def _problem(session: Session) -> tuple[str, str]:
    """The problem in a line, and the report unless it only says the same again."""
    problem = " ".join((session.problem_summary or session.title).split())
    reported = " ".join(session.intake_text.split())
    if reported.casefold().startswith(problem.rstrip("….").casefold()):
        return reported, ""
    return problem, reported


def _finding(fact: Fact, anonymous: Callable[[str], str]) -> Finding:
    # "from your answer" says where it came from, not what it proves.
    provenance = "" if fact.summary.startswith("from ") else fact.summary
    return Finding(
        text=anonymous(fact.text), provenance=anonymous(provenance), proof=fact.source_line
    )


def _centre(fixes: Sequence[Fix]) -> Fix | None:
    """The active fix. When that was dismissed, an earlier one that worked still stands."""
    active = next((fix for fix in fixes if fix.is_active), None)
    if active is not None and active.status is not FixStatus.DISMISSED:
        return active
    worked = [fix for fix in fixes if fix.status is FixStatus.APPLIED_SUCCESS]
    return worked[-1] if worked else None


_STATES = {
    FixStatus.APPLIED_SUCCESS: FixState.WORKED,
    FixStatus.APPLIED_FAILED: FixState.FAILED,
    FixStatus.APPLIED_PARTIAL: FixState.PARTIAL,
    FixStatus.APPLIED_PENDING: FixState.PENDING,
    FixStatus.DISMISSED: FixState.DISMISSED,
}


_RUN_BY_SCRIPT = (Decision.ONE_OFF, Decision.DRAFT_TEMPLATE)


def _account(fix: Fix, record: SessionRecord, anonymous: Callable[[str], str]) -> FixAccount:
    ran = (one for fix_id, one in reversed(_scripts(record)) if fix_id == fix.id and one.ran)
    run = next((one for one in ran if not one.is_dry_run), None)
    state = FixState.VERIFYING if fix.is_verifying else _STATES.get(fix.status, FixState.PROPOSED)
    notes = {
        FixState.FAILED: fix.failure_reason,
        FixState.PARTIAL: fix.partial_notes,
        FixState.PENDING: fix.pending_reason,
    }
    return FixAccount(
        title=fix.title,
        cause=anonymous(fix.cause),
        description=anonymous(fix.description),
        confidence=fix.confidence,
        state=state,
        notes=anonymous(notes.get(state, "")),
        afterwards=tuple(map(anonymous, _done_since(fix, record.facts))),
        steps=fix.steps,
        verify=fix.verify,
        undo=fix.undo,
        script=drafted(fix) if run is None else _untitled(run, fix),
        by_script=run is not None or fix.user_decision in _RUN_BY_SCRIPT,
    )


def _untitled(script: ScriptAccount, fix: Fix) -> ScriptAccount:
    """A fix's own script has the fix's title, which need not be said twice."""
    return replace(script, title="") if script.title == fix.title else script


def _scripts(record: SessionRecord) -> list[tuple[UUID | None, ScriptAccount]]:
    """Each script that was made ready, with its fix; the same with the same values only once."""
    told: dict[object, tuple[UUID | None, ScriptAccount]] = {}
    runs: dict[object, list[ScriptRun]] = {}
    ran = {run.generation_id: run for run in record.script_runs}
    for script in record.scripts:
        key = (script.fix_id, script.title, script.language, script.script)
        if script.id in ran:
            runs.setdefault(key, []).append(ran[script.id])
        told[key] = (script.fix_id, generated(script, record.schemas, runs.get(key, ())))
    return list(told.values())


def _done_since(fix: Fix, facts: Sequence[Fact]) -> list[str]:
    failed_at = fix.verified_at if fix.status is FixStatus.APPLIED_FAILED else None
    if failed_at is None:
        return []
    notes = (fact for fact in facts if fact.source_type is SourceType.USER_NOTE)
    return [note.text for note in notes if note.created_at >= failed_at]


def _items(
    lane: Sequence[LaneItem], status: LaneStatus, anonymous: Callable[[str], str]
) -> tuple[OpenItem, ...]:
    return tuple(
        OpenItem(kind=item.kind, text=anonymous(item.text), command=item.command)
        for item in lane
        if item.status is status
    )


def _checks(record: SessionRecord, anonymous: Callable[[str], str]) -> list[CheckAccount]:
    """One entry per check, in the order of the lane."""
    runs: dict[UUID, list[CheckRun]] = {}
    for run in record.runs:
        runs.setdefault(run.lane_item_id, []).append(run)
    return [
        CheckAccount(
            label=anonymous(item.text),
            command=runs[item.id][-1].command,
            how=_how(runs[item.id][-1]),
            result=anonymous(item.answer or _first_line(runs[item.id][-1])),
            times=len(runs[item.id]),
        )
        for item in record.lane
        if item.id in runs
    ]


_ENDS = {
    RunEnd.TIMED_OUT: "ran into its time limit",
    RunEnd.CANCELLED: "cancelled",
    RunEnd.FAILED_TO_START: "could not be started",
}


def _how(run: CheckRun) -> str:
    if run.source is RunSource.REPORTED:
        return "done by hand"
    if run.source is RunSource.PASTED:
        return "pasted"
    if run.end is RunEnd.EXITED and run.exit_code:
        return f"exit code {run.exit_code}"
    return _ENDS.get(run.end, "")


def _first_line(run: CheckRun) -> str:
    lines = (*run.stdout.splitlines(), *run.stderr.splitlines())
    return next((line.strip() for line in lines if has_substance(line)), "")
