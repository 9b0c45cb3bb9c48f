"""What an account owns beyond its sessions: script templates, their drafts, preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint
from sqlalchemy import text as sql

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
    synced_table,
    text_column,
)
from core.db.types import JsonText, UtcDateTime
from core.scripts.model import (
    BODY_LIMIT,
    NAME_LIMIT,
    SLUG_LIMIT,
    DraftStatus,
    FieldType,
    Language,
    Parameter,
)


def _read_parameters(plain: Sequence[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            key=each["key"],
            label=each["label"],
            field_type=FieldType(each["field_type"]),
            required=each["required"],
            default=each["default"],
            options=tuple(each["options"]),
            help=each["help"],
        )
        for each in plain
    )


def _write_parameters(parameters: Sequence[Parameter]) -> list[dict[str, Any]]:
    return [asdict(parameter) for parameter in parameters]


script_templates = synced_table(
    "script_templates",
    SyncClass.REVISIONED_TEXT,
    Visibility.ACCOUNT,
    id_column(),
    account_column(),
    text_column("name"),
    text_column("slug"),
    text_column("category"),
    enum_column("language", Language),
    text_column("description"),
    text_column("body"),
    Column("parameters", JsonText(_read_parameters, _write_parameters), nullable=False),
    Column("usage_count", Integer, nullable=False),
    reference("source_session_id", "sessions.id", on_delete="SET NULL"),
    reference("source_user_id", "users.id", on_delete="SET NULL"),
    text_column("source_ticket_ref"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    length("name", NAME_LIMIT, at_least=1),
    length("slug", SLUG_LIMIT, at_least=1),
    rule("slug_shape", "slug = lower(slug) AND slug NOT LIKE '% %'"),
    *lines(["category", "source_ticket_ref"]),
    one_of("language", Language),
    length("body", BODY_LIMIT, at_least=1),
    rule("usage_count", "usage_count >= 0"),
    Index(
        "uq_script_templates_slug",
        "account_id",
        "slug",
        unique=True,
        sqlite_where=sql("deleted_at IS NULL"),
        postgresql_where=sql("deleted_at IS NULL"),
    ),
    Index(None, "source_session_id"),
    Index(None, "source_user_id"),
)

script_generations = synced_table(
    "script_generations",
    SyncClass.APPEND_ONLY,
    Visibility.SESSION,
    id_column(),
    account_column(),
    reference("user_id", "users.id", on_delete="RESTRICT"),
    reference("session_id", "sessions.id", on_delete="SET NULL"),
    reference("fix_id", "suggested_fixes.id", on_delete="SET NULL"),
    reference("template_id", "script_templates.id", on_delete="SET NULL"),
    enum_column("language", Language),
    text_column("script"),
    Column("values", JsonText(dict, dict), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("language", Language),
    Index(None, "user_id"),
    Index(None, "session_id"),
    Index(None, "fix_id"),
    Index(None, "template_id"),
)

draft_templates = synced_table(
    "draft_templates",
    SyncClass.REVISIONED_TEXT,
    Visibility.ACCOUNT,
    id_column(),
    account_column(),
    reference("user_id", "users.id", on_delete="RESTRICT"),
    reference("session_id", "sessions.id", on_delete="SET NULL"),
    reference("fix_id", "suggested_fixes.id", on_delete="SET NULL"),
    text_column("name"),
    enum_column("language", Language),
    text_column("body"),
    Column("parameters", JsonText(_read_parameters, _write_parameters), nullable=False),
    enum_column("status", DraftStatus),
    reference("template_id", "script_templates.id", on_delete="SET NULL"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    length("name", NAME_LIMIT, at_least=1),
    length("body", BODY_LIMIT, at_least=1),
    one_of("language", Language),
    one_of("status", DraftStatus),
    Index(None, "user_id"),
    Index(None, "session_id"),
    Index(None, "fix_id"),
    Index(None, "template_id"),
)

preferences = synced_table(
    "preferences",
    SyncClass.FIELD_MERGED,
    Visibility.ACCOUNT,
    account_column(),
    Column("document", JsonText(dict, dict), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("account_id"),
)
