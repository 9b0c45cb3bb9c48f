"""Suggested fixes, and the events their state can be folded from."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, Index, Integer
from sqlalchemy import text as sql

from core.db.schema import (
    SyncClass,
    Visibility,
    account_column,
    enum_column,
    id_column,
    length,
    one_of,
    reference,
    rule,
    session_column,
    synced_table,
    text_column,
)
from core.db.types import JsonText, UtcDateTime
from core.sessions.fixes import (
    NOTES_LIMIT,
    SCRIPT_LIMIT,
    TITLE_LIMIT,
    Decision,
    FixStatus,
    OutcomeProposal,
    ProposedResult,
)


def _read_proposal(plain: Mapping[str, str]) -> OutcomeProposal:
    return OutcomeProposal(ProposedResult(plain["result"]), plain["reason"])


def _write_proposal(proposal: OutcomeProposal) -> Mapping[str, str]:
    return {"result": proposal.result.value, "reason": proposal.reason}


suggested_fixes = synced_table(
    "suggested_fixes",
    SyncClass.DERIVED,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    text_column("title"),
    text_column("description"),
    text_column("cause"),
    Column("confidence", Integer, nullable=False),
    text_column("script_template_slug"),
    text_column("drafted_script"),
    Column("drafted_parameters", JsonText(dict, dict), nullable=False),
    text_column("script_language"),
    Column("steps", JsonText(tuple), nullable=False),
    Column("verify", JsonText(tuple), nullable=False),
    Column("undo", JsonText(tuple), nullable=False),
    text_column("origin"),
    enum_column("status", FixStatus),
    enum_column("user_decision", Decision, nullable=True),
    Column("applied_at", UtcDateTime),
    Column("verified_at", UtcDateTime),
    Column("superseded_at", UtcDateTime),
    text_column("partial_notes"),
    text_column("pending_reason"),
    text_column("failure_reason"),
    Column("ai_outcome_proposal", JsonText(_read_proposal, _write_proposal)),
    Column("created_at", UtcDateTime, nullable=False),
    length("title", TITLE_LIMIT, at_least=1),
    rule("confidence", "confidence BETWEEN 0 AND 100"),
    length("drafted_script", SCRIPT_LIMIT),
    one_of("status", FixStatus),
    one_of("user_decision", Decision),
    *(length(name, NOTES_LIMIT) for name in ("partial_notes", "pending_reason", "failure_reason")),
    rule(
        "partial_needs_notes",
        f"status <> '{FixStatus.APPLIED_PARTIAL}' OR length(trim(partial_notes)) >= 1",
    ),
    rule(
        "pending_needs_reason",
        f"status <> '{FixStatus.APPLIED_PENDING}' OR length(trim(pending_reason)) >= 1",
    ),
    Index(
        "uq_suggested_fixes_active",
        "session_id",
        unique=True,
        sqlite_where=sql("superseded_at IS NULL"),
        postgresql_where=sql("superseded_at IS NULL"),
    ),
    Index(None, "session_id", "created_at"),
)

fix_events = synced_table(
    "fix_events",
    SyncClass.APPEND_ONLY,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    reference("fix_id", "suggested_fixes.id", on_delete="CASCADE"),
    text_column("event"),
    Column("payload", JsonText(dict, dict), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    length("event", 50, at_least=1),
    Index(None, "session_id"),
    Index(None, "fix_id", "at"),
)
