"""Messages of the conversation and the files attached to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.copilot.model import FailureKind
from core.outcome import Refused

MESSAGE_LIMIT = 20_000
IMAGES_PER_MESSAGE = 3
TEXT_FILE_LIMIT = 1024 * 1024
IMAGE_LIMIT = 20 * 1024 * 1024


class Role(StrEnum):
    ENGINEER = "engineer"
    ASSISTANT = "assistant"
    FOOTNOTE = "footnote"
    """What the app itself notes in the conversation, such as a replaced proposal."""


class MessageStatus(StrEnum):
    COMPLETE = "complete"
    STREAMING = "streaming"
    INTERRUPTED = "interrupted"
    STOPPED = "stopped"


class Rung(StrEnum):
    """A rung of the degradation ladder: which assistant answered."""

    CLOUD = "cloud"
    LOCAL = "local"
    PLAYBOOK = "playbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One row of `messages`. `position` counts from 1 within the session.

    failure  why an assistant's message is only a part
    is_late  it answers what was asked while the model could not be reached
    """

    id: UUID
    account_id: UUID
    session_id: UUID
    position: int
    role: Role
    text: str
    status: MessageStatus = MessageStatus.COMPLETE
    rung: Rung | None = None
    failure: FailureKind | None = None
    is_late: bool = False
    created_at: datetime


class AttachmentKind(StrEnum):
    IMAGE = "image"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of a message; the bytes live in the encrypted database and are loaded on demand."""

    id: UUID
    account_id: UUID
    session_id: UUID
    message_id: UUID
    kind: AttachmentKind
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime


def check_text(text: str, *, has_attachments: bool = False) -> str | Refused:
    """The text of a message, 1-20,000 characters; empty is fine when something is attached."""
    if not text.strip() and not has_attachments:
        return Refused("Write a message first.", "message")
    if len(text) > MESSAGE_LIMIT:
        return Refused(
            f"The message has {len(text):,} characters; the limit is {MESSAGE_LIMIT:,}. "
            "Attach the rest as a text file.",
            "message",
        )
    return text.strip()
