"""What belongs to this machine: how the screen was left, and what the app remembers of itself."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint

from core.artifacts.documents import DocumentKind
from core.db.schema import (
    account_column,
    enum_column,
    local_table,
    one_of,
    reference,
    rule,
    session_column,
    text_column,
)
from core.db.types import PlainText
from core.sessions.messages import Rung

session_views = local_table(
    "session_views",
    account_column(),
    reference("user_id", "users.id", on_delete="CASCADE"),
    session_column(),
    text_column("composer_draft"),
    Column("banner_collapsed", Boolean, nullable=False),
    Column("banner_silenced_until", Integer, nullable=False),
    enum_column("preview_kind", DocumentKind, nullable=True),
    Column("preview_text", PlainText),
    Column("preview_version", Integer),
    enum_column("forced_rung", Rung, nullable=True),
    PrimaryKeyConstraint("session_id", "user_id"),
    one_of("preview_kind", DocumentKind),
    one_of("forced_rung", Rung),
    rule("banner_silenced_until", "banner_silenced_until >= 0"),
    Index(None, "user_id"),
)

app_state = local_table(
    "app_state",
    Column("key", PlainText, primary_key=True),
    text_column("value"),
)
"""Small texts the app keeps for itself, such as who is signed in and the last backup."""
