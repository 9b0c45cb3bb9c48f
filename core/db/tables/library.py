"""What an account owns beyond its sessions: the script library, runs, builders, preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql

from core.checks.runs import RunEnd, RunSource
from core.db.schema import (
    SyncClass,
    Visibility,
    account_column,
    enum_column,
    id_column,
    length,
    lines,
    local_table,
    one_of,
    reference,
    rule,
    synced_table,
    text_column,
)
from core.db.types import JsonText, UtcDateTime
from core.scripts.model import (
    BODY_LIMIT,
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    SLUG_LIMIT,
    BuilderKind,
    BuilderRole,
    BuilderView,
    DraftStatus,
    FieldType,
    Language,
    Parameter,
    TemplateOrigin,
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
    Column("tags", JsonText(tuple), nullable=False),
    text_column("runs_on"),
    Column("needs_admin", Boolean, nullable=False),
    Column("changes", Boolean, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("verify", JsonText(tuple), nullable=False),
    Column("undo", JsonText(tuple), nullable=False),
    Column("causes", JsonText(tuple), nullable=False),
    enum_column("origin", TemplateOrigin),
    Column("seed_version", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reviewed_at", UtcDateTime),
    reference("reviewed_by", "users.id", on_delete="SET NULL"),
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
    *lines(["category", "source_ticket_ref", "runs_on"]),
    one_of("language", Language),
    one_of("origin", TemplateOrigin),
    length("description", DESCRIPTION_LIMIT),
    length("body", BODY_LIMIT, at_least=1),
    rule("counts", "usage_count >= 0 AND seed_version >= 0 AND version >= 1"),
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
    Index(None, "reviewed_by"),
)

script_template_versions = synced_table(
    "script_template_versions",
    SyncClass.APPEND_ONLY,
    Visibility.ACCOUNT,
    id_column(),
    account_column(),
    reference("template_id", "script_templates.id", on_delete="CASCADE"),
    reference("user_id", "users.id", on_delete="RESTRICT"),
    Column("version", Integer, nullable=False),
    text_column("name"),
    text_column("description"),
    text_column("body"),
    Column("parameters", JsonText(_read_parameters, _write_parameters), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    rule("version", "version >= 1"),
    Index(None, "template_id", "version"),
    Index(None, "user_id"),
)

template_favourites = local_table(
    "template_favourites",
    account_column(),
    reference("user_id", "users.id", on_delete="CASCADE"),
    reference("template_id", "script_templates.id", on_delete="CASCADE"),
    PrimaryKeyConstraint("user_id", "template_id"),
    Index(None, "template_id"),
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
    Column("template_version", Integer, nullable=False),
    text_column("title"),
    enum_column("language", Language),
    text_column("script"),
    Column("values", JsonText(dict, dict), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("language", Language),
    rule("template_version", "template_version >= 0"),
    Index(None, "user_id"),
    Index(None, "session_id"),
    Index(None, "fix_id"),
    Index(None, "template_id"),
)

script_runs = synced_table(
    "script_runs",
    SyncClass.FIELD_MERGED,
    Visibility.SESSION,
    id_column(),
    account_column(),
    reference("user_id", "users.id", on_delete="RESTRICT"),
    reference("generation_id", "script_generations.id", on_delete="CASCADE"),
    reference("session_id", "sessions.id", on_delete="SET NULL"),
    enum_column("source", RunSource),
    Column("elevated", Boolean, nullable=False),
    text_column("script_sha256"),
    enum_column("end", RunEnd, nullable=True),
    Column("exit_code", Integer),
    text_column("stderr"),
    text_column("transcript"),
    text_column("transcript_sha256"),
    Column("duration_ms", Integer, nullable=False),
    text_column("note"),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    one_of("source", RunSource),
    one_of("end", RunEnd),
    rule("exit_code", f"exit_code IS NULL OR \"end\" = '{RunEnd.EXITED}'"),
    rule("duration_ms", "duration_ms >= 0"),
    Index(None, "user_id"),
    Index(None, "generation_id", "started_at"),
    Index(None, "session_id", "started_at"),
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
    text_column("description"),
    text_column("category"),
    enum_column("language", Language),
    text_column("body"),
    Column("parameters", JsonText(_read_parameters, _write_parameters), nullable=False),
    enum_column("status", DraftStatus),
    reference("template_id", "script_templates.id", on_delete="SET NULL"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    length("name", NAME_LIMIT, at_least=1),
    length("body", BODY_LIMIT, at_least=1),
    length("description", DESCRIPTION_LIMIT),
    *lines(["category"]),
    one_of("language", Language),
    one_of("status", DraftStatus),
    Index(None, "user_id"),
    Index(None, "session_id"),
    Index(None, "fix_id"),
    Index(None, "template_id"),
)

builders = local_table(
    "builders",
    id_column(),
    account_column(),
    reference("user_id", "users.id", on_delete="CASCADE"),
    enum_column("kind", BuilderKind),
    Column("session_id", Uuid, ForeignKey("sessions.id", ondelete="CASCADE")),
    text_column("title"),
    enum_column("language", Language),
    text_column("script"),
    text_column("message"),
    enum_column("view", BuilderView),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    one_of("kind", BuilderKind),
    one_of("language", Language),
    one_of("view", BuilderView),
    *lines(["title"]),
    length("script", BODY_LIMIT),
    rule("session", f"(session_id IS NOT NULL) = (kind = '{BuilderKind.PILOT_INLINE}')"),
    Index(
        "uq_builders_inline",
        "user_id",
        "session_id",
        unique=True,
        sqlite_where=sql("session_id IS NOT NULL"),
        postgresql_where=sql("session_id IS NOT NULL"),
    ),
    Index(None, "session_id"),
)

builder_messages = local_table(
    "builder_messages",
    id_column(),
    account_column(),
    reference("builder_id", "builders.id", on_delete="CASCADE"),
    Column("position", Integer, nullable=False),
    enum_column("role", BuilderRole),
    text_column("text"),
    text_column("script"),
    text_column("failure"),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("builder_id", "position"),
    rule("position", "position >= 1"),
    one_of("role", BuilderRole),
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
