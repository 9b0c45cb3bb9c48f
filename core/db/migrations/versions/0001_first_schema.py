"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "accounts",
        [
            _uuid("id"),
            _text("name"),
            _moment("created_at"),
        ],
        key=["id"],
        checks={
            "name_length": "length(name) <= 200 AND length(trim(name)) >= 1",
        },
    )
    _table(
        "app_state",
        [
            _text("key"),
            _text("value"),
        ],
        key=["key"],
    )
    _table(
        "blobs",
        [
            _uuid("account_id"),
            _text("sha256"),
            _bytes("content"),
            _row_version(),
        ],
        key=["account_id", "sha256"],
        checks={
            "sha256": "length(sha256) = 64",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
        ],
    )
    _table(
        "client_rules",
        [
            _uuid("id"),
            _uuid("account_id"),
            _text("client_name"),
            _text("policy"),
            _json("terms"),
            _moment("created_at"),
            _moment("updated_at"),
            _moment("deleted_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "client_name_length": "length(client_name) <= 200 AND length(trim(client_name)) >= 1",
            "policy": "policy IN ('cloud_allowed', 'local_only', 'no_model')",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
        ],
    )
    _unique_where(
        "uq_client_rules_client_name",
        "client_rules",
        ["account_id", "client_name"],
        "deleted_at IS NULL",
    )
    _table(
        "preferences",
        [
            _uuid("account_id"),
            _json("document"),
            _moment("updated_at"),
            _row_version(),
        ],
        key=["account_id"],
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
        ],
    )
    _table(
        "users",
        [
            _uuid("id"),
            _uuid("account_id"),
            _text("name"),
            _text("email"),
            _text("role"),
            _moment("created_at"),
        ],
        key=["id"],
        checks={
            "name_length": "length(name) <= 200 AND length(trim(name)) >= 1",
            "email_length": "length(email) <= 200",
            "role": "role IN ('owner', 'admin', 'engineer', 'viewer')",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_users_account_id", "users", ["account_id"])
    _table(
        "sessions",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("user_id"),
            _text("title"),
            _text("status"),
            _number("state_version"),
            _text("problem_summary"),
            _text("problem_domain"),
            _text("intake_text"),
            _text("intake_kind"),
            _text("client_name"),
            _text("contact_name"),
            _text("priority"),
            _uuid("psa_connection_id", nullable=True),
            _text("psa_ticket_id"),
            _json("ticket_context"),
            _text("resolution_summary"),
            _moment("resolved_at", nullable=True),
            _text("escalation_reason"),
            _text("escalated_to"),
            _text("abandon_reason"),
            _uuid("branch_of", nullable=True),
            _number("branch_at", nullable=True),
            _flag("is_current_branch"),
            _moment("created_at"),
            _moment("updated_at"),
            _moment("deleted_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "title_length": "length(title) <= 200 AND length(trim(title)) >= 1",
            "status": ("status IN ('active', 'paused', 'resolved', 'escalated', 'abandoned')"),
            "intake_kind": "intake_kind IN ('free_text', 'ticket', 'sample')",
            "state_version": "state_version >= 0",
            "client_name_length": "length(client_name) <= 200",
            "contact_name_length": "length(contact_name) <= 200",
            "psa_ticket_id_length": "length(psa_ticket_id) <= 200",
            "resolution_summary_length": "length(resolution_summary) <= 500",
            "escalation_reason_length": "length(escalation_reason) <= 2000",
            "abandon_reason_length": "length(abandon_reason) <= 2000",
            "branch_at": "branch_at >= 1",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "RESTRICT"),
            (["branch_of"], "sessions", ["id"], "SET NULL"),
        ],
    )
    op.create_index("ix_sessions_account_id_updated_at", "sessions", ["account_id", "updated_at"])
    op.create_index("ix_sessions_branch_of", "sessions", ["branch_of"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    _table(
        "document_cache",
        [
            _uuid("account_id"),
            _uuid("session_id"),
            _text("kind"),
            _number("state_version"),
            _text("template_hash"),
            _text("markdown"),
            _text("source"),
            _json("flags"),
            _moment("created_at"),
        ],
        key=["session_id", "kind", "state_version", "template_hash"],
        checks={
            "kind": "kind IN ('resolution_note', 'escalation_package')",
            "source": "source IN ('composer', 'model')",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    _table(
        "documents",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _text("kind"),
            _text("markdown"),
            _text("summary"),
            _text("outcome"),
            _text("visibility"),
            _number("state_version"),
            _moment("confirmed_at"),
            _moment("posted_at", nullable=True),
            _text("external_id"),
            _moment("verified_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "markdown_length": "length(markdown) <= 20000 AND length(trim(markdown)) >= 1",
            "summary_length": "length(summary) <= 500",
            "kind": "kind IN ('resolution_note', 'escalation_package')",
            "outcome": (
                "outcome IN ('resolved', 'resolved_local', 'resolved_queued',"
                " 'escalated', 'escalated_local', 'escalated_queued')"
            ),
            "visibility": (
                "(kind = 'resolution_note' AND visibility = 'customer') OR "
                "(kind = 'escalation_package' AND visibility = 'internal')"
            ),
            "state_version": "state_version >= 0",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    op.create_index(
        "ix_documents_session_id_confirmed_at", "documents", ["session_id", "confirmed_at"]
    )
    _table(
        "lane_items",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _number("position"),
            _text("kind"),
            _text("text"),
            _text("context"),
            _text("why"),
            _text("rules_out"),
            _json("options"),
            _text("command"),
            _text("shell"),
            _text("origin"),
            _text("status"),
            _text("answer"),
            _text("became"),
            _moment("created_at"),
            _moment("closed_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        unique=["session_id", "position"],
        checks={
            "position": "position >= 1",
            "kind": "kind IN ('question', 'check')",
            "status": ("status IN ('open', 'answered', 'skipped', 'done', 'withdrawn')"),
            "answer_length": "length(answer) <= 10000",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    _table(
        "messages",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _number("position"),
            _text("role"),
            _text("text"),
            _text("status"),
            _text("rung", nullable=True),
            _text("failure", nullable=True),
            _flag("is_late"),
            _moment("created_at"),
            _row_version(),
        ],
        key=["id"],
        unique=["session_id", "position"],
        checks={
            "position": "position >= 1",
            "role": "role IN ('engineer', 'assistant', 'footnote')",
            "status": "status IN ('complete', 'streaming', 'interrupted', 'stopped')",
            "rung": "rung IN ('cloud', 'local', 'playbook')",
            "failure": (
                "failure IN ('offline', 'proxy', 'tls', 'refused', 'not_found', "
                "'overloaded', 'too_long', 'silent', 'interrupted', "
                "'incompatible', 'rejected', 'server', 'empty')"
            ),
            "text_length": "role <> 'engineer' OR length(text) <= 20000",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_messages_status", "messages", ["status"])
    _table(
        "model_calls",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id", nullable=True),
            _text("action"),
            _text("rung"),
            _text("address"),
            _text("model"),
            _text("body"),
            _number("redacted"),
            _moment("sent_at"),
            _moment("ended_at", nullable=True),
            _text("end"),
            _text("failure", nullable=True),
            _text("detail"),
            _number("input_tokens"),
            _number("output_tokens"),
            _number("cache_read_tokens"),
            _number("cache_creation_tokens"),
            _number("cost", nullable=True),
        ],
        key=["id"],
        checks={
            "action": (
                "action IN ('chat', 'fact_synthesis', 'resolution_note', "
                "'escalation_package', 'template_extraction', 'script_build',"
                " 'connection_test')"
            ),
            "rung": "rung IN ('cloud', 'local', 'playbook')",
            "end": "\"end\" IN ('under_way', 'complete', 'stopped', 'failed')",
            "failure": (
                "failure IN ('offline', 'proxy', 'tls', 'refused', 'not_found', "
                "'overloaded', 'too_long', 'silent', 'interrupted', "
                "'incompatible', 'rejected', 'server', 'empty')"
            ),
            "counts": (
                "redacted >= 0 AND input_tokens >= 0 AND output_tokens >= 0 "
                "AND cache_read_tokens >= 0 AND cache_creation_tokens >= 0"
            ),
            "cost": "cost >= 0",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "SET NULL"),
        ],
    )
    op.create_index("ix_model_calls_account_id_sent_at", "model_calls", ["account_id", "sent_at"])
    op.create_index("ix_model_calls_session_id_sent_at", "model_calls", ["session_id", "sent_at"])
    _table(
        "placeholders",
        [
            _uuid("account_id"),
            _uuid("session_id"),
            _text("token"),
            _text("original"),
            _text("kind"),
        ],
        key=["session_id", "token"],
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    _table(
        "script_templates",
        [
            _uuid("id"),
            _uuid("account_id"),
            _text("name"),
            _text("slug"),
            _text("category"),
            _text("language"),
            _text("description"),
            _text("body"),
            _json("parameters"),
            _json("tags"),
            _text("runs_on"),
            _flag("needs_admin"),
            _flag("changes"),
            _flag("dry_run"),
            _json("verify"),
            _json("undo"),
            _json("causes"),
            _text("origin"),
            _number("seed_version"),
            _number("version"),
            _moment("reviewed_at", nullable=True),
            _uuid("reviewed_by", nullable=True),
            _number("usage_count"),
            _uuid("source_session_id", nullable=True),
            _uuid("source_user_id", nullable=True),
            _text("source_ticket_ref"),
            _moment("created_at"),
            _moment("updated_at"),
            _moment("deleted_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "name_length": "length(name) <= 200 AND length(trim(name)) >= 1",
            "slug_length": "length(slug) <= 100 AND length(trim(slug)) >= 1",
            "slug_shape": "slug = lower(slug) AND slug NOT LIKE '% %'",
            "category_length": "length(category) <= 200",
            "source_ticket_ref_length": "length(source_ticket_ref) <= 200",
            "runs_on_length": "length(runs_on) <= 200",
            "language": "language IN ('powershell', 'bash', 'python')",
            "origin": "origin IN ('seed', 'session', 'written', 'imported')",
            "description_length": "length(description) <= 2000",
            "body_length": "length(body) <= 50000 AND length(trim(body)) >= 1",
            "counts": "usage_count >= 0 AND seed_version >= 0 AND version >= 1",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["reviewed_by"], "users", ["id"], "SET NULL"),
            (["source_session_id"], "sessions", ["id"], "SET NULL"),
            (["source_user_id"], "users", ["id"], "SET NULL"),
        ],
    )
    op.create_index("ix_script_templates_reviewed_by", "script_templates", ["reviewed_by"])
    op.create_index(
        "ix_script_templates_source_session_id", "script_templates", ["source_session_id"]
    )
    op.create_index("ix_script_templates_source_user_id", "script_templates", ["source_user_id"])
    _unique_where(
        "uq_script_templates_slug", "script_templates", ["account_id", "slug"], "deleted_at IS NULL"
    )
    _table(
        "script_template_versions",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("template_id"),
            _uuid("user_id"),
            _number("version"),
            _text("name"),
            _text("description"),
            _text("body"),
            _json("parameters"),
            _moment("created_at"),
            _row_version(),
        ],
        key=["id"],
        checks={
            "version": "version >= 1",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["template_id"], "script_templates", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "RESTRICT"),
        ],
    )
    op.create_index(
        "ix_script_template_versions_template_id_version",
        "script_template_versions",
        ["template_id", "version"],
    )
    op.create_index("ix_script_template_versions_user_id", "script_template_versions", ["user_id"])
    _table(
        "template_favourites",
        [
            _uuid("account_id"),
            _uuid("user_id"),
            _uuid("template_id"),
        ],
        key=["user_id", "template_id"],
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "CASCADE"),
            (["template_id"], "script_templates", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_template_favourites_template_id", "template_favourites", ["template_id"])
    _table(
        "builders",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("user_id"),
            _text("kind"),
            _uuid("session_id", nullable=True),
            _text("title"),
            _text("language"),
            _text("script"),
            _text("message"),
            _text("view"),
            _moment("created_at"),
            _moment("updated_at"),
            _moment("closed_at", nullable=True),
        ],
        key=["id"],
        checks={
            "kind": "kind IN ('standalone', 'pilot_inline')",
            "language": "language IN ('powershell', 'bash', 'python')",
            "view": "view IN ('chat', 'editor')",
            "title_length": "length(title) <= 200",
            "script_length": "length(script) <= 50000",
            "session": "(session_id IS NOT NULL) = (kind = 'pilot_inline')",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_builders_session_id", "builders", ["session_id"])
    _unique_where(
        "uq_builders_inline", "builders", ["user_id", "session_id"], "session_id IS NOT NULL"
    )
    _table(
        "builder_messages",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("builder_id"),
            _number("position"),
            _text("role"),
            _text("text"),
            _text("script"),
            _text("failure"),
            _moment("created_at"),
        ],
        key=["id"],
        unique=["builder_id", "position"],
        checks={
            "position": "position >= 1",
            "role": "role IN ('engineer', 'assistant')",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["builder_id"], "builders", ["id"], "CASCADE"),
        ],
    )
    _table(
        "session_views",
        [
            _uuid("account_id"),
            _uuid("user_id"),
            _uuid("session_id"),
            _text("composer_draft"),
            _flag("banner_collapsed"),
            _number("banner_silenced_until"),
            _text("preview_kind", nullable=True),
            _text("preview_text", nullable=True),
            _number("preview_version", nullable=True),
            _text("forced_rung", nullable=True),
        ],
        key=["session_id", "user_id"],
        checks={
            "preview_kind": "preview_kind IN ('resolution_note', 'escalation_package')",
            "forced_rung": "forced_rung IN ('cloud', 'local', 'playbook')",
            "banner_silenced_until": "banner_silenced_until >= 0",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_session_views_user_id", "session_views", ["user_id"])
    _table(
        "suggested_fixes",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _text("title"),
            _text("description"),
            _text("cause"),
            _number("confidence"),
            _text("script_template_slug"),
            _text("drafted_script"),
            _json("drafted_parameters"),
            _text("script_language"),
            _json("steps"),
            _json("verify"),
            _json("undo"),
            _text("origin"),
            _text("status"),
            _text("user_decision", nullable=True),
            _moment("applied_at", nullable=True),
            _moment("verified_at", nullable=True),
            _moment("superseded_at", nullable=True),
            _text("partial_notes"),
            _text("pending_reason"),
            _text("failure_reason"),
            _json("ai_outcome_proposal", nullable=True),
            _moment("created_at"),
            _row_version(),
        ],
        key=["id"],
        checks={
            "title_length": "length(title) <= 200 AND length(trim(title)) >= 1",
            "confidence": "confidence BETWEEN 0 AND 100",
            "drafted_script_length": "length(drafted_script) <= 50000",
            "status": (
                "status IN ('proposed', 'applied_success', 'applied_failed', "
                "'applied_partial', 'applied_pending', 'dismissed')"
            ),
            "user_decision": (
                "user_decision IN ('one_off', 'draft_template', 'build_template', 'dismissed')"
            ),
            "partial_notes_length": "length(partial_notes) <= 500",
            "pending_reason_length": "length(pending_reason) <= 500",
            "failure_reason_length": "length(failure_reason) <= 500",
            "partial_needs_notes": (
                "status <> 'applied_partial' OR length(trim(partial_notes)) >= 1"
            ),
            "pending_needs_reason": (
                "status <> 'applied_pending' OR length(trim(pending_reason)) >= 1"
            ),
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    op.create_index(
        "ix_suggested_fixes_session_id_created_at", "suggested_fixes", ["session_id", "created_at"]
    )
    _unique_where(
        "uq_suggested_fixes_active", "suggested_fixes", ["session_id"], "superseded_at IS NULL"
    )
    _table(
        "waiting_turns",
        [
            _uuid("account_id"),
            _uuid("session_id"),
            _text("state"),
            _text("rung"),
            _text("failure"),
            _text("detail"),
            _moment("retry_at", nullable=True),
            _moment("since"),
        ],
        key=["session_id"],
        checks={
            "state": "state IN ('failed', 'queued')",
            "rung": "rung IN ('cloud', 'local', 'playbook')",
            "failure": (
                "failure IN ('offline', 'proxy', 'tls', 'refused', 'not_found', "
                "'overloaded', 'too_long', 'silent', 'interrupted', "
                "'incompatible', 'rejected', 'server', 'empty')"
            ),
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
        ],
    )
    _table(
        "attachments",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _uuid("message_id"),
            _text("kind"),
            _text("name"),
            _text("media_type"),
            _number("size"),
            _text("sha256"),
            _moment("created_at"),
            _row_version(),
        ],
        key=["id"],
        checks={
            "kind": "kind IN ('image', 'text')",
            "size": "size BETWEEN 1 AND 20971520",
            "name_length": "length(name) <= 255 AND length(trim(name)) >= 1",
        },
        references=[
            (["account_id", "sha256"], "blobs", ["account_id", "sha256"], "RESTRICT"),
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
            (["message_id"], "messages", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_attachments_account_id_sha256", "attachments", ["account_id", "sha256"])
    op.create_index("ix_attachments_message_id", "attachments", ["message_id"])
    op.create_index("ix_attachments_session_id", "attachments", ["session_id"])
    _table(
        "check_runs",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _uuid("lane_item_id"),
            _text("source"),
            _text("command"),
            _text("shell"),
            _text("end"),
            _text("stdout"),
            _text("stderr"),
            _number("exit_code", nullable=True),
            _number("duration_ms"),
            _text("note"),
            _moment("started_at"),
            _row_version(),
        ],
        key=["id"],
        checks={
            "source": "source IN ('local', 'pasted', 'reported')",
            "end": (
                "\"end\" IN ('exited', 'timed_out', 'cancelled', 'failed_to_start', 'pasted',"
                " 'unknown')"
            ),
            "exit_code": "exit_code IS NULL OR \"end\" = 'exited'",
            "duration_ms": "duration_ms >= 0",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
            (["lane_item_id"], "lane_items", ["id"], "CASCADE"),
        ],
    )
    op.create_index(
        "ix_check_runs_lane_item_id_started_at", "check_runs", ["lane_item_id", "started_at"]
    )
    op.create_index(
        "ix_check_runs_session_id_started_at", "check_runs", ["session_id", "started_at"]
    )
    _table(
        "draft_templates",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("user_id"),
            _uuid("session_id", nullable=True),
            _uuid("fix_id", nullable=True),
            _text("name"),
            _text("description"),
            _text("category"),
            _text("language"),
            _text("body"),
            _json("parameters"),
            _text("status"),
            _uuid("template_id", nullable=True),
            _moment("created_at"),
            _moment("decided_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "name_length": "length(name) <= 200 AND length(trim(name)) >= 1",
            "body_length": "length(body) <= 50000 AND length(trim(body)) >= 1",
            "description_length": "length(description) <= 2000",
            "category_length": "length(category) <= 200",
            "language": "language IN ('powershell', 'bash', 'python')",
            "status": "status IN ('pending', 'accepted', 'rejected')",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "RESTRICT"),
            (["session_id"], "sessions", ["id"], "SET NULL"),
            (["fix_id"], "suggested_fixes", ["id"], "SET NULL"),
            (["template_id"], "script_templates", ["id"], "SET NULL"),
        ],
    )
    op.create_index("ix_draft_templates_fix_id", "draft_templates", ["fix_id"])
    op.create_index("ix_draft_templates_session_id", "draft_templates", ["session_id"])
    op.create_index("ix_draft_templates_template_id", "draft_templates", ["template_id"])
    op.create_index("ix_draft_templates_user_id", "draft_templates", ["user_id"])
    _table(
        "facts",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _text("text"),
            _text("summary"),
            _text("source_type"),
            _uuid("source_ref", nullable=True),
            _text("source_line"),
            _flag("ai_made"),
            _moment("created_at"),
            _moment("edited_at", nullable=True),
            _moment("deleted_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "text_length": "length(text) <= 2000 AND length(trim(text)) >= 1",
            "summary_length": "length(summary) <= 200",
            "source_type": (
                "source_type IN ('question', 'diagnostic_check', 'user_note', 'ai_synthesis')"
            ),
            "source_ref": ("source_ref IS NULL OR source_type IN ('question', 'diagnostic_check')"),
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
            (["source_ref"], "lane_items", ["id"], "SET NULL"),
        ],
    )
    op.create_index("ix_facts_session_id_created_at", "facts", ["session_id", "created_at"])
    op.create_index("ix_facts_source_ref", "facts", ["source_ref"])
    _table(
        "fix_events",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("session_id"),
            _uuid("fix_id"),
            _text("event"),
            _json("payload"),
            _moment("at"),
            _row_version(),
        ],
        key=["id"],
        checks={
            "event_length": "length(event) <= 50 AND length(trim(event)) >= 1",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "CASCADE"),
            (["fix_id"], "suggested_fixes", ["id"], "CASCADE"),
        ],
    )
    op.create_index("ix_fix_events_fix_id_at", "fix_events", ["fix_id", "at"])
    op.create_index("ix_fix_events_session_id", "fix_events", ["session_id"])
    _table(
        "script_generations",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("user_id"),
            _uuid("session_id", nullable=True),
            _uuid("fix_id", nullable=True),
            _uuid("template_id", nullable=True),
            _number("template_version"),
            _text("title"),
            _text("language"),
            _text("script"),
            _json("values"),
            _moment("created_at"),
            _row_version(),
        ],
        key=["id"],
        checks={
            "language": "language IN ('powershell', 'bash', 'python')",
            "template_version": "template_version >= 0",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "RESTRICT"),
            (["session_id"], "sessions", ["id"], "SET NULL"),
            (["fix_id"], "suggested_fixes", ["id"], "SET NULL"),
            (["template_id"], "script_templates", ["id"], "SET NULL"),
        ],
    )
    op.create_index("ix_script_generations_fix_id", "script_generations", ["fix_id"])
    op.create_index("ix_script_generations_session_id", "script_generations", ["session_id"])
    op.create_index("ix_script_generations_template_id", "script_generations", ["template_id"])
    op.create_index("ix_script_generations_user_id", "script_generations", ["user_id"])
    _table(
        "script_runs",
        [
            _uuid("id"),
            _uuid("account_id"),
            _uuid("user_id"),
            _uuid("generation_id"),
            _uuid("session_id", nullable=True),
            _text("source"),
            _flag("elevated"),
            _text("script_sha256"),
            _text("end", nullable=True),
            _number("exit_code", nullable=True),
            _text("stderr"),
            _text("transcript"),
            _text("transcript_sha256"),
            _number("duration_ms"),
            _text("note"),
            _moment("started_at"),
            _moment("ended_at", nullable=True),
            _row_version(),
        ],
        key=["id"],
        checks={
            "source": "source IN ('local', 'pasted', 'reported')",
            "end": (
                "\"end\" IN ('exited', 'timed_out', 'cancelled', 'failed_to_start', 'pasted',"
                " 'unknown')"
            ),
            "exit_code": "exit_code IS NULL OR \"end\" = 'exited'",
            "duration_ms": "duration_ms >= 0",
        },
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["user_id"], "users", ["id"], "RESTRICT"),
            (["generation_id"], "script_generations", ["id"], "CASCADE"),
            (["session_id"], "sessions", ["id"], "SET NULL"),
        ],
    )
    op.create_index(
        "ix_script_runs_generation_id_started_at", "script_runs", ["generation_id", "started_at"]
    )
    op.create_index(
        "ix_script_runs_session_id_started_at", "script_runs", ["session_id", "started_at"]
    )
    op.create_index("ix_script_runs_user_id", "script_runs", ["user_id"])
    _table(
        "image_consents",
        [
            _uuid("account_id"),
            _uuid("attachment_id"),
            _flag("allowed"),
        ],
        key=["attachment_id"],
        references=[
            (["account_id"], "accounts", ["id"], "CASCADE"),
            (["attachment_id"], "attachments", ["id"], "CASCADE"),
        ],
    )


def _table(
    name: str,
    columns: Sequence[sa.Column[Any]],
    *,
    key: Sequence[str],
    unique: Sequence[str] = (),
    checks: Mapping[str, str] | None = None,
    references: Sequence[tuple[Sequence[str], str, Sequence[str], str]] = (),
) -> None:
    items: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")]
    if unique:
        items.append(sa.UniqueConstraint(*unique, name=f"uq_{name}_{'_'.join(unique)}"))
    for rule, condition in (checks or {}).items():
        items.append(sa.CheckConstraint(condition, name=f"ck_{name}_{rule}"))
    for local, target, remote, on_delete in references:
        items.append(
            sa.ForeignKeyConstraint(
                local,
                [f"{target}.{column}" for column in remote],
                name=f"fk_{name}_{'_'.join(local)}",
                ondelete=on_delete,
            )
        )
    op.create_table(name, *columns, *items)


def _unique_where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _uuid(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text().with_variant(JSONB(), "postgresql"), nullable=nullable)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _bytes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _row_version() -> sa.Column[Any]:
    return sa.Column("row_version", sa.Integer(), server_default="0", nullable=False)
