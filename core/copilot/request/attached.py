"""The files of a conversation's messages, as far as a model may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.copilot.model import ImagePart
from core.copilot.request.limits import PICTURE_MESSAGES
from core.sessions.messages import Message, Role


@dataclass(frozen=True, slots=True)
class AttachedText:
    """A log or another text file."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """Files by the id of their message. A picture without content is only named."""

    images: Mapping[UUID, tuple[ImagePart, ...]] = field(default_factory=dict)
    texts: Mapping[UUID, tuple[AttachedText, ...]] = field(default_factory=dict)


def picture_messages(messages: Sequence[Message]) -> tuple[UUID, ...]:
    """The messages whose pictures a request carries, newest first; the others' are only named."""
    said = [message.id for message in messages if message.role is Role.ENGINEER]
    return tuple(said[: -PICTURE_MESSAGES - 1 : -1])
