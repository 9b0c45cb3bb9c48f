"""The task lane: questions and checks, what their runs printed, and the facts they prove."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, UniqueConstraint

from core.checks.runs import RunEnd, RunSource
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
from core.sessions.facts import SUMMARY_LIMIT, TEXT_LIMIT, SourceType
from core.sessions.lane import ANSWER_LIMIT, LaneKind, LaneStatus

lane_items = synced_table(
    "lane_items",
    SyncClass.FIELD_MERGED,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    Column("position", Integer, nullable=False),
    enum_column("kind", LaneKind),
    text_column("text"),
    text_column("context"),
    text_column("why"),
    text_column("rules_out"),
    Column("options", JsonText(tuple), nullable=False),
    text_column("command"),
    text_column("shell"),
    text_column("origin"),
    enum_column("status", LaneStatus),
    text_column("answer"),
    text_column("became"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("session_id", "position"),
    rule("position", "position >= 1"),
    one_of("kind", LaneKind),
    one_of("status", LaneStatus),
    length("answer", ANSWER_LIMIT),
)

facts = synced_table(
    "facts",
    SyncClass.FIELD_MERGED,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    text_column("text"),
    text_column("summary"),
    enum_column("source_type", SourceType),
    reference("source_ref", "lane_items.id", on_delete="SET NULL"),
    text_column("source_line"),
    Column("ai_made", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    length("text", TEXT_LIMIT, at_least=1),
    length("summary", SUMMARY_LIMIT),
    one_of("source_type", SourceType),
    rule(
        "source_ref",
        "source_ref IS NULL OR source_type IN "
        f"('{SourceType.QUESTION}', '{SourceType.DIAGNOSTIC_CHECK}')",
    ),
    Index(None, "session_id", "created_at"),
    Index(None, "source_ref"),
)

check_runs = synced_table(
    "check_runs",
    SyncClass.APPEND_ONLY,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    reference("lane_item_id", "lane_items.id", on_delete="CASCADE"),
    enum_column("source", RunSource),
    text_column("command"),
    text_column("shell"),
    enum_column("end", RunEnd),
    text_column("stdout"),
    text_column("stderr"),
    Column("exit_code", Integer),
    Column("duration_ms", Integer, nullable=False),
    text_column("note"),
    Column("started_at", UtcDateTime, nullable=False),
    one_of("source", RunSource),
    one_of("end", RunEnd),
    rule("exit_code", f"exit_code IS NULL OR \"end\" = '{RunEnd.EXITED}'"),
    rule("duration_ms", "duration_ms >= 0"),
    Index(None, "session_id", "started_at"),
    Index(None, "lane_item_id", "started_at"),
)
