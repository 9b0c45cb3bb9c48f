"""Accounts and users. A team's are told by its server at sign-in and never pushed to it."""

from __future__ import annotations

from sqlalchemy import Column, Index

from core.db.identity import UserRole
from core.db.schema import (
    account_column,
    enum_column,
    id_column,
    length,
    lines,
    local_table,
    one_of,
    text_column,
)
from core.db.types import UtcDateTime

accounts = local_table(
    "accounts",
    id_column(),
    text_column("name"),
    Column("created_at", UtcDateTime, nullable=False),
    length("name", 200, at_least=1),
)

users = local_table(
    "users",
    id_column(),
    account_column(),
    text_column("name"),
    text_column("email"),
    enum_column("role", UserRole),
    Column("created_at", UtcDateTime, nullable=False),
    length("name", 200, at_least=1),
    *lines(["email"]),
    one_of("role", UserRole),
    Index(None, "account_id"),
)
