"""Rows for tests: every field that a test does not care about has a plausible value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.ids import new_id
from core.sessions.facts import Fact, SourceType
from core.sessions.fixes import Decision, Fix, FixStatus, OutcomeProposal
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from core.sessions.session import Session, SessionStatus

ACCOUNT, USER, SESSION = UUID(int=1), UUID(int=2), UUID(int=3)
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)


def after(minutes: float) -> datetime:
    """A moment after noon of the day all tests happen."""
    return NOON + timedelta(minutes=minutes)


class SessionFields(TypedDict, total=False):
    title: str
    status: SessionStatus
    state_version: int
    problem_summary: str
    intake_text: str
    client_name: str
    contact_name: str
    priority: str
    psa_ticket_id: str
    resolution_summary: str
    resolved_at: datetime | None
    escalation_reason: str
    escalated_to: str
    abandon_reason: str


def a_session(**fields: Unpack[SessionFields]) -> Session:
    values: SessionFields = {"title": "No internet on one PC", **fields}
    return Session(
        id=SESSION, account_id=ACCOUNT, user_id=USER, created_at=NOON, updated_at=NOON, **values
    )


class FactFields(TypedDict, total=False):
    summary: str
    source_type: SourceType
    source_ref: UUID | None
    source_line: str
    ai_made: bool
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


def a_fact(text: str = "Other devices are online.", **fields: Unpack[FactFields]) -> Fact:
    values: FactFields = {"source_type": SourceType.USER_NOTE, "created_at": NOON, **fields}
    return Fact(id=new_id(), account_id=ACCOUNT, session_id=SESSION, text=text, **values)


class FixFields(TypedDict, total=False):
    title: str
    cause: str
    description: str
    confidence: int
    drafted_script: str
    drafted_parameters: dict[str, object]
    script_language: str
    steps: tuple[str, ...]
    verify: tuple[str, ...]
    undo: tuple[str, ...]
    status: FixStatus
    user_decision: Decision | None
    applied_at: datetime | None
    verified_at: datetime | None
    superseded_at: datetime | None
    partial_notes: str
    pending_reason: str
    failure_reason: str
    ai_outcome_proposal: OutcomeProposal | None
    created_at: datetime


def a_fix(**fields: Unpack[FixFields]) -> Fix:
    values: FixFields = {
        "title": "Return the adapter to automatic addressing",
        "description": "A fixed address of another site is still set on the adapter.",
        "confidence": 86,
        "created_at": NOON,
        **fields,
    }
    return Fix(id=new_id(), account_id=ACCOUNT, session_id=SESSION, **values)


class ItemFields(TypedDict, total=False):
    position: int
    command: str
    shell: str
    status: LaneStatus
    answer: str
    became: str
    options: tuple[str, ...]
    closed_at: datetime | None


def a_question(text: str = "Since when?", **fields: Unpack[ItemFields]) -> LaneItem:
    return _item(LaneKind.QUESTION, text, fields)


def a_check(text: str = "Read the address", **fields: Unpack[ItemFields]) -> LaneItem:
    return _item(LaneKind.CHECK, text, fields)


def _item(kind: LaneKind, text: str, fields: ItemFields) -> LaneItem:
    values: ItemFields = {"position": 1, **fields}
    return LaneItem(
        id=new_id(),
        account_id=ACCOUNT,
        session_id=SESSION,
        kind=kind,
        text=text,
        created_at=NOON,
        **values,
    )


class RunFields(TypedDict, total=False):
    source: RunSource
    command: str
    shell: str
    end: RunEnd
    stdout: str
    stderr: str
    exit_code: int | None
    duration_ms: int
    note: str
    started_at: datetime


def a_run(item: LaneItem, **fields: Unpack[RunFields]) -> CheckRun:
    values: RunFields = {
        "source": RunSource.LOCAL,
        "command": item.command,
        "shell": item.shell,
        "end": RunEnd.EXITED,
        "stdout": "",
        "stderr": "",
        "exit_code": 0 if fields.get("end", RunEnd.EXITED) is RunEnd.EXITED else None,
        "duration_ms": 420,
        "started_at": NOON,
        **fields,
    }
    return CheckRun(
        id=new_id(), account_id=ACCOUNT, session_id=SESSION, lane_item_id=item.id, **values
    )
