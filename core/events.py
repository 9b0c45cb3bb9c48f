"""What happened, told over the bus."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Aggregate(StrEnum):
    """The kinds of things a screen can be concerned with."""

    SESSION = "session"
    MESSAGE = "message"
    LANE = "lane"
    FACT = "fact"
    FIX = "fix"
    CHECK_RUN = "check_run"
    DOCUMENT = "document"
    ATTACHMENT = "attachment"
    VIEW = "view"
    PREFERENCES = "preferences"
    MODEL_CALL = "model_call"
    CLIENT_RULES = "client_rules"
    TEMPLATE = "template"
    DRAFT_TEMPLATE = "draft_template"
    SCRIPT = "script"
    BUILDER = "builder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One committed transaction.

    session_id     the session concerned, None for account-wide things
    state_version  the session's version after the commit
    initiator      who asked, so that a screen can skip its own echo
    """

    aggregates: frozenset[Aggregate]
    session_id: UUID | None = None
    state_version: int | None = None
    initiator: str = ""


class EndedWork(StrEnum):
    """What takes long enough for the engineer to look elsewhere meanwhile."""

    LATE_ANSWER = "late_answer"
    SCRIPT_RUN = "script_run"
    CHECK_RUN = "check_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEnded:
    """Something that took its time is over and stored, however it went."""

    work: EndedWork
    session_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantWriting:
    """An answer is being written; told at most every 50 ms.

    prose  everything of it that may be shown so far, so that a missed event costs nothing
    """

    session_id: UUID
    message_id: UUID
    position: int
    prose: str
