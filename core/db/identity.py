"""Whose rows these are: the account (the MSP) and the user (the engineer).

Until a team is joined there is one local account with one user, made when the database is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class UserRole(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    ENGINEER = "engineer"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Identity:
    """The account and user every transaction acts for."""

    account_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One row of `accounts`."""

    id: UUID
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One row of `users`."""

    id: UUID
    account_id: UUID
    name: str
    email: str = ""
    role: UserRole = UserRole.OWNER
    created_at: datetime
