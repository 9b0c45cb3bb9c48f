"""Sessions, their messages and the files attached to those."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
    Uuid,
)

from core.db.schema import (
    SyncClass,
    Visibility,
    account_column,
    enum_column,
    id_column,
    length,
    lines,
    one_of,
    reference,
    rule,
    session_column,
    synced_table,
    text_column,
)
from core.db.types import JsonText, UtcDateTime
from core.sessions.messages import (
    IMAGE_LIMIT,
    MESSAGE_LIMIT,
    AttachmentKind,
    MessageStatus,
    Role,
    Rung,
)
from core.sessions.session import (
    REASON_LIMIT,
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    IntakeKind,
    SessionStatus,
)

sessions = synced_table(
    "sessions",
    SyncClass.FIELD_MERGED,
    Visibility.SESSION,
    id_column(),
    account_column(),
    reference("user_id", "users.id", on_delete="RESTRICT"),
    text_column("title"),
    enum_column("status", SessionStatus),
    Column("state_version", Integer, nullable=False),
    text_column("problem_summary"),
    text_column("problem_domain"),
    text_column("intake_text"),
    enum_column("intake_kind", IntakeKind),
    text_column("client_name"),
    text_column("contact_name"),
    text_column("priority"),
    Column("psa_connection_id", Uuid),
    text_column("psa_ticket_id"),
    Column("ticket_context", JsonText(dict, dict), nullable=False),
    text_column("resolution_summary"),
    Column("resolved_at", UtcDateTime),
    text_column("escalation_reason"),
    text_column("escalated_to"),
    text_column("abandon_reason"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    length("title", TITLE_LIMIT, at_least=1),
    one_of("status", SessionStatus),
    one_of("intake_kind", IntakeKind),
    rule("state_version", "state_version >= 0"),
    *lines(["client_name", "contact_name", "psa_ticket_id"]),
    length("resolution_summary", SUMMARY_LIMIT),
    length("escalation_reason", REASON_LIMIT),
    length("abandon_reason", REASON_LIMIT),
    Index(None, "account_id", "updated_at"),
    Index(None, "user_id"),
)

messages = synced_table(
    "messages",
    SyncClass.APPEND_ONLY,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    Column("position", Integer, nullable=False),
    enum_column("role", Role),
    text_column("text"),
    enum_column("status", MessageStatus),
    enum_column("rung", Rung, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("session_id", "position"),
    rule("position", "position >= 1"),
    one_of("role", Role),
    one_of("status", MessageStatus),
    one_of("rung", Rung),
    rule("text_length", f"role <> '{Role.ENGINEER}' OR length(text) <= {MESSAGE_LIMIT}"),
)

blobs = synced_table(
    "blobs",
    SyncClass.BLOB,
    Visibility.SESSION,
    account_column(),
    text_column("sha256"),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("account_id", "sha256"),
    rule("sha256", "length(sha256) = 64"),
)

attachments = synced_table(
    "attachments",
    SyncClass.APPEND_ONLY,
    Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    reference("message_id", "messages.id", on_delete="CASCADE"),
    enum_column("kind", AttachmentKind),
    text_column("name"),
    text_column("media_type"),
    Column("size", Integer, nullable=False),
    text_column("sha256"),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("kind", AttachmentKind),
    rule("size", f"size BETWEEN 1 AND {IMAGE_LIMIT}"),
    length("name", 255, at_least=1),
    ForeignKeyConstraint(
        ["account_id", "sha256"], ["blobs.account_id", "blobs.sha256"], ondelete="RESTRICT"
    ),
    Index(None, "session_id"),
    Index(None, "message_id"),
    Index(None, "account_id", "sha256"),
)
