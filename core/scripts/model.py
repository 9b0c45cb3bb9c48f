"""Script templates, what was generated from them, and drafts waiting to become one (domain.md 6).

The rules that fill these rows come with the script panels; the rows are here so that they are
stored, searched and synced like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

NAME_LIMIT = 200
SLUG_LIMIT = 100
BODY_LIMIT = 50_000


class Language(StrEnum):
    POWERSHELL = "powershell"
    BASH = "bash"
    PYTHON = "python"


class FieldType(StrEnum):
    TEXT = "text"
    PASSWORD = "password"  # noqa: S105 - the kind of a field, not a secret
    SELECT = "select"
    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXTAREA = "textarea"
    MULTI_TEXT = "multi_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One `{{ key }}` of a template's body and how its value is asked for."""

    key: str
    label: str
    field_type: FieldType = FieldType.TEXT
    required: bool = True
    default: str = ""
    options: tuple[str, ...] = ()
    help: str = ""


class DraftStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTemplate:
    """One row of `script_templates`. The source fields say where it came from."""

    id: UUID
    account_id: UUID
    name: str
    slug: str
    category: str
    language: Language
    description: str = ""
    body: str
    parameters: tuple[Parameter, ...] = ()
    usage_count: int = 0
    source_session_id: UUID | None = None
    source_user_id: UUID | None = None
    source_ticket_ref: str = ""
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptGeneration:
    """One row of `script_generations`: a script rendered from a template.

    Passwords are redacted in `script` and `values` before they come here.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    session_id: UUID | None = None
    fix_id: UUID | None = None
    template_id: UUID | None = None
    language: Language
    script: str
    values: Mapping[str, object] = field(default_factory=dict)
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTemplate:
    """One row of `draft_templates`: a script of a session that may become a template."""

    id: UUID
    account_id: UUID
    user_id: UUID
    session_id: UUID | None = None
    fix_id: UUID | None = None
    name: str
    language: Language
    body: str
    parameters: tuple[Parameter, ...] = ()
    status: DraftStatus = DraftStatus.PENDING
    template_id: UUID | None = None
    created_at: datetime
    decided_at: datetime | None = None
