"""Asking models: the calls, the turns that wait, what was hidden, and the clients' rules."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint
from sqlalchemy import text as sql

from core.copilot.model import FailureKind, ModelAction
from core.copilot.records import CallEnd, WaitingState
from core.db.schema import (
    LINE_LIMIT,
    SyncClass,
    Visibility,
    account_column,
    enum_column,
    id_column,
    length,
    local_table,
    one_of,
    reference,
    rule,
    session_column,
    synced_table,
    text_column,
)
from core.db.types import JsonText, UtcDateTime
from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy

model_calls = local_table(
    "model_calls",
    id_column(),
    account_column(),
    reference("session_id", "sessions.id", on_delete="SET NULL"),
    enum_column("action", ModelAction),
    enum_column("rung", Rung),
    text_column("address"),
    text_column("model"),
    text_column("body"),
    Column("redacted", Integer, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    enum_column("end", CallEnd),
    enum_column("failure", FailureKind, nullable=True),
    text_column("detail"),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cache_read_tokens", Integer, nullable=False),
    Column("cache_creation_tokens", Integer, nullable=False),
    Column("cost", Integer),
    one_of("action", ModelAction),
    one_of("rung", Rung),
    one_of("end", CallEnd),
    one_of("failure", FailureKind),
    rule(
        "counts",
        "redacted >= 0 AND input_tokens >= 0 AND output_tokens >= 0 "
        "AND cache_read_tokens >= 0 AND cache_creation_tokens >= 0",
    ),
    rule("cost", "cost >= 0"),
    Index(None, "session_id", "sent_at"),
    Index(None, "account_id", "sent_at"),
)

waiting_turns = local_table(
    "waiting_turns",
    account_column(),
    session_column(),
    enum_column("state", WaitingState),
    enum_column("rung", Rung),
    enum_column("failure", FailureKind),
    text_column("detail"),
    Column("retry_at", UtcDateTime),
    Column("since", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("session_id"),
    one_of("state", WaitingState),
    one_of("rung", Rung),
    one_of("failure", FailureKind),
)

placeholders = local_table(
    "placeholders",
    account_column(),
    session_column(),
    text_column("token"),
    text_column("original"),
    text_column("kind"),
    PrimaryKeyConstraint("session_id", "token"),
)
"""What stands for what in requests of a session. The originals are why this never travels."""

image_consents = local_table(
    "image_consents",
    account_column(),
    reference("attachment_id", "attachments.id", on_delete="CASCADE"),
    Column("allowed", Boolean, nullable=False),
    PrimaryKeyConstraint("attachment_id"),
)
"""Whether the engineer lets a picture go to a model; without a row they were not asked."""

client_rules = synced_table(
    "client_rules",
    SyncClass.FIELD_MERGED,
    Visibility.ACCOUNT,
    id_column(),
    account_column(),
    text_column("client_name"),
    enum_column("policy", ModelPolicy),
    Column("terms", JsonText(tuple), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    length("client_name", LINE_LIMIT, at_least=1),
    one_of("policy", ModelPolicy),
    Index(
        "uq_client_rules_client_name",
        "account_id",
        "client_name",
        unique=True,
        sqlite_where=sql("deleted_at IS NULL"),
        postgresql_where=sql("deleted_at IS NULL"),
    ),
)
