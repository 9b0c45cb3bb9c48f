"""Script templates, what was made and run from them, drafts, and builders (domain.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.checks.runs import RunEnd, RunSource

NAME_LIMIT = 200
SLUG_LIMIT = 100
DESCRIPTION_LIMIT = 2_000
BODY_LIMIT = 50_000

DRY_RUN = "dry_run"
"""The key of the parameter that makes a script say what it would do, and do nothing."""

Value = str | bool | tuple[str, ...]
"""What is given for a parameter: a tuple for several texts, a bool for yes or no, else a text."""


class Language(StrEnum):
    POWERSHELL = "powershell"
    BASH = "bash"
    PYTHON = "python"

    @property
    def label(self) -> str:
        return _LANGUAGE_LABELS[self]


_LANGUAGE_LABELS = {
    Language.POWERSHELL: "PowerShell",
    Language.BASH: "Bash",
    Language.PYTHON: "Python",
}


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


class TemplateOrigin(StrEnum):
    SEED = "seed"
    """Comes with FlowPilot."""
    SESSION = "session"
    """Was made from a script that solved a session."""
    WRITTEN = "written"
    IMPORTED = "imported"


class DraftStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTemplate:
    """One row of `script_templates`. The source fields say where it came from.

    runs_on       where it belongs, in words: "affected PC", "domain controller"
    needs_admin   it must run elevated
    changes       it changes something; one that does not only reads
    dry_run       it can say what it would do without doing it: `-WhatIf`, or a `dry_run` parameter
    verify, undo  what to do afterwards, a sentence each
    causes        causes of playbooks that it fixes, as `playbook/cause`
    seed_version  the version of the seed it was last taken from; 0 when it is none
    version       raised with every change; `ScriptTemplateVersion` keeps each
    reviewed_at   when somebody of the team vouched for this very version
    """

    id: UUID
    account_id: UUID
    name: str
    slug: str
    category: str
    language: Language
    description: str = ""
    body: str
    parameters: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    runs_on: str = ""
    needs_admin: bool = False
    changes: bool = True
    dry_run: bool = False
    verify: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    origin: TemplateOrigin = TemplateOrigin.WRITTEN
    seed_version: int = 0
    version: int = 1
    reviewed_at: datetime | None = None
    reviewed_by: UUID | None = None
    usage_count: int = 0
    source_session_id: UUID | None = None
    source_user_id: UUID | None = None
    source_ticket_ref: str = ""
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTemplateVersion:
    """One row of `script_template_versions`, append-only: what a template was."""

    id: UUID
    account_id: UUID
    template_id: UUID
    user_id: UUID
    version: int
    name: str
    description: str
    body: str
    parameters: tuple[Parameter, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptGeneration:
    """One row of `script_generations`: a script made ready to be run, here or elsewhere.

    Passwords are hidden in `script` and `values` before they come here. `title` is the template's
    name, or what the script was drafted for; `template_version` is 0 without a template.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    session_id: UUID | None = None
    fix_id: UUID | None = None
    template_id: UUID | None = None
    template_version: int = 0
    title: str = ""
    language: Language
    script: str
    values: Mapping[str, object] = field(default_factory=dict)
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptRun:
    """One row of `script_runs`: a script that was run, here or, as the engineer says, elsewhere.

    The row is written before the script starts: without `end` it runs, or FlowPilot ended first.
    Secrets are hidden in everything that is kept.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    generation_id: UUID
    session_id: UUID | None = None
    source: RunSource
    elevated: bool = False
    script_sha256: str = ""
    end: RunEnd | None = None
    exit_code: int | None = None
    stderr: str = ""
    transcript: str = ""
    transcript_sha256: str = ""
    duration_ms: int = 0
    note: str = ""
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTemplate:
    """One row of `draft_templates`: a script of a session that may become a template."""

    id: UUID
    account_id: UUID
    user_id: UUID
    session_id: UUID | None = None
    fix_id: UUID | None = None
    name: str
    description: str = ""
    category: str = ""
    language: Language
    body: str
    parameters: tuple[Parameter, ...] = ()
    status: DraftStatus = DraftStatus.PENDING
    template_id: UUID | None = None
    created_at: datetime
    decided_at: datetime | None = None


class BuilderKind(StrEnum):
    STANDALONE = "standalone"
    PILOT_INLINE = "pilot_inline"


class BuilderView(StrEnum):
    CHAT = "chat"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """One row of `builders`: a script being written, with its conversation.

    script   what stands in the editor;  message  what is typed for the copilot and not sent
    view     which side was shown last
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    kind: BuilderKind
    session_id: UUID | None = None
    title: str = ""
    language: Language = Language.POWERSHELL
    script: str = ""
    message: str = ""
    view: BuilderView = BuilderView.CHAT
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None


class BuilderRole(StrEnum):
    ENGINEER = "engineer"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderMessage:
    """One row of `builder_messages`. `failure` says why an answer is missing or cut short."""

    id: UUID
    account_id: UUID
    builder_id: UUID
    position: int
    role: BuilderRole
    text: str
    script: str = ""
    failure: str = ""
    created_at: datetime
