"""Redacts a whole request, and restores the turn that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import cast

from core.copilot.model import ImagePart, ModelMessage, ModelRequest, SystemBlock, TextPart
from core.copilot.turn import Turn
from core.redaction.redactor import Redactor


def redact_request(request: ModelRequest, redactor: Redactor) -> ModelRequest:
    """The request as it may leave the laptop; what a picture shows stays as it is.

    A secret that only a later text tells as one is taken out of the earlier texts, too. The static
    prompt is left alone: the first system block, if it is cached.
    """
    redactor.learn(_texts(request))
    return replace(
        request,
        system=tuple(
            block if _is_static(at, block) else replace(block, text=redactor.redact(block.text))
            for at, block in enumerate(request.system)
        ),
        messages=tuple(_redacted(message, redactor) for message in request.messages),
    )


def _is_static(at: int, block: SystemBlock) -> bool:
    return at == 0 and block.cached


def _texts(request: ModelRequest) -> Iterator[str]:
    for at, block in enumerate(request.system):
        if not _is_static(at, block):
            yield block.text
    for message in request.messages:
        for part in message.parts:
            yield part.text if isinstance(part, TextPart) else part.name


def _redacted(message: ModelMessage, redactor: Redactor) -> ModelMessage:
    def part_redacted(part: TextPart | ImagePart) -> TextPart | ImagePart:
        if isinstance(part, TextPart):
            return replace(part, text=redactor.redact(part.text))
        return replace(part, name=redactor.redact(part.name))

    return replace(message, parts=tuple(map(part_redacted, message.parts)))


def restore_turn(turn: Turn, redactor: Redactor) -> Turn:
    """The turn with the originals in its prose and in every text of its proposals."""
    return cast(Turn, _restored(turn, redactor.restore))


def _restored(value: object, restore: Callable[[str], str]) -> object:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return restore(value)
    if isinstance(value, Mapping):
        return {_restored(key, restore): _restored(each, restore) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_restored(each, restore) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            each.name: _restored(getattr(value, each.name), restore) for each in fields(value)
        }
        return replace(value, **changes)
    return value
