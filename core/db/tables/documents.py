"""Confirmed documents, and the cache of generated ones."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint

from core.artifacts.documents import (
    MARKDOWN_LIMIT,
    DocumentKind,
    DocumentOutcome,
    DocumentSource,
    Visibility,
)
from core.db import schema
from core.db.schema import (
    SyncClass,
    account_column,
    enum_column,
    id_column,
    length,
    local_table,
    one_of,
    rule,
    session_column,
    synced_table,
    text_column,
)
from core.db.types import JsonText, UtcDateTime
from core.sessions.session import SUMMARY_LIMIT

documents = synced_table(
    "documents",
    SyncClass.REVISIONED_TEXT,
    schema.Visibility.SESSION,
    id_column(),
    account_column(),
    session_column(),
    enum_column("kind", DocumentKind),
    text_column("markdown"),
    text_column("summary"),
    enum_column("outcome", DocumentOutcome),
    enum_column("visibility", Visibility),
    Column("state_version", Integer, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
    text_column("external_id"),
    Column("verified_at", UtcDateTime),
    length("markdown", MARKDOWN_LIMIT, at_least=1),
    length("summary", SUMMARY_LIMIT),
    one_of("kind", DocumentKind),
    one_of("outcome", DocumentOutcome),
    rule(
        "visibility",
        " OR ".join(
            f"(kind = '{kind}' AND visibility = '{kind.visibility}')" for kind in DocumentKind
        ),
    ),
    rule("state_version", "state_version >= 0"),
    Index(None, "session_id", "confirmed_at"),
)

document_cache = local_table(
    "document_cache",
    account_column(),
    session_column(),
    enum_column("kind", DocumentKind),
    Column("state_version", Integer, nullable=False),
    text_column("template_hash"),
    text_column("markdown"),
    enum_column("source", DocumentSource),
    Column("flags", JsonText(tuple), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("session_id", "kind", "state_version", "template_hash"),
    one_of("kind", DocumentKind),
    one_of("source", DocumentSource),
)
