"""A request that would be sent, put into pieces that people can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.copilot.model import ImagePart, ModelMessage, ModelRequest, Speaker
from core.redaction.placeholder import Kind
from core.sessions.messages import Rung
from desktop.session.spend_words import tokens

if TYPE_CHECKING:
    from core.copilot.request_preview import RequestPreview

_KINDS = {
    Kind.PASSWORD: "a password",
    Kind.KEY: "a key",
    Kind.TOKEN: "a token",
    Kind.HASH: "a hash",
    Kind.CODE: "a code",
    Kind.CARD: "a card number",
    Kind.ACCOUNT: "an account number",
    Kind.TERM: "a word of this client",
    Kind.LITERAL: "text that looks like this",
}
_SPEAKERS = {Speaker.USER: "You", Speaker.ASSISTANT: "Assistant"}


@dataclass(frozen=True, slots=True)
class SentPiece:
    """One part of a request: who says it, and the very text."""

    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentView:
    """A request to read. Without pieces nothing is sent, and `summary` says so."""

    summary: str
    hidden: str
    pieces: tuple[SentPiece, ...]
    body: str


def sent_view(preview: RequestPreview, *, has_files: bool = False) -> SentView:
    """Describe a request. `has_files`: files wait in the composer; they are not in it yet."""
    if preview.request is None or preview.rung is Rung.PLAYBOOK:
        return SentView(
            summary="Playbooks answer next, so nothing is sent.", hidden="", pieces=(), body=""
        )
    summary = [
        f"To {preview.address}",
        preview.model,
        size_words(preview.size),
        f"about {tokens(preview.tokens)}",
        _count(len(preview.hidden)),
    ]
    line = " · ".join(summary)
    if has_files:
        line += "\nFiles that are not sent yet are not in it."
    return SentView(
        summary=line,
        hidden="\n".join(_hidden(token, text) for token, text in preview.hidden.items()),
        pieces=tuple(_pieces(preview.request)),
        body=preview.body,
    )


def size_words(size: int) -> str:
    """Bytes as people read them."""
    return f"{size:,} bytes" if size < 1024 else f"{size / 1024:,.1f} KB"


def _count(hidden: int) -> str:
    if not hidden:
        return "nothing had to be hidden"
    return "1 piece hidden" if hidden == 1 else f"{hidden} pieces hidden"


def _hidden(token: str, original: str) -> str:
    """A secret is not spelled out: somebody may look over the shoulder."""
    kind = Kind(token.split("_")[1].lower())
    meaning = _KINDS[kind]
    return f"{token}: {meaning}" if kind.is_secret else f"{token}: {meaning}, “{original}”"


def _pieces(request: ModelRequest) -> Iterator[SentPiece]:
    for block in request.system:
        yield SentPiece("Instructions", block.text)
    for message in request.messages:
        yield SentPiece(_SPEAKERS[message.speaker], _text(message))
    if request.use_learn:
        yield SentPiece("Tool", "The server may look into Microsoft Learn.")


def _text(message: ModelMessage) -> str:
    return "\n\n".join(
        _picture(part) if isinstance(part, ImagePart) else part.text for part in message.parts
    )


def _picture(part: ImagePart) -> str:
    name = part.name or "without a name"
    return f"[Picture: {name}, {part.media_type}, {size_words(len(part.content))}]"
