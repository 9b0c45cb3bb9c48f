"""The conversation as a model is shown it: exchanges of what was asked and what was answered.

An exchange reads the same in every later request, letter for letter: that is what lets the server
keep it. So nothing that changes stands in here, and pictures are only named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.copilot.request.attached import Attached
from core.copilot.request.fences import cut, data, one_line
from core.copilot.request.limits import HISTORY_FILE, HISTORY_TEXT
from core.copilot.request.tokens import estimate
from core.sessions.messages import Message, MessageStatus, Role

WINDOW_STEP = 100
NO_WORDS = "(No message: the engineer answered a card, ran a check or acted on the fix.)"
_PARTIAL = {
    MessageStatus.INTERRUPTED: "(This answer was cut off here.)",
    MessageStatus.STOPPED: "(The engineer stopped this answer here.)",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the engineer said, if anything, and the assistant's answer to it."""

    asked: tuple[Message, ...]
    answer: Message


@dataclass(frozen=True, slots=True)
class Conversation:
    """`newest` is what the engineer said since the last answer. `is_whole`: from the beginning."""

    exchanges: tuple[Exchange, ...]
    newest: tuple[Message, ...]
    is_whole: bool = True


def read_conversation(messages: Sequence[Message]) -> Conversation:
    """Sort messages, oldest first, into exchanges.

    Of a window onto a longer session the beginning is left out up to a round position: it then
    begins with the same message for many turns.
    """
    is_whole = not messages or messages[0].position <= 1
    exchanges: list[Exchange] = []
    asked: list[Message] = []
    for message in messages if is_whole else _aligned(messages):
        if message.role is Role.ENGINEER:
            asked.append(message)
        elif message.role is Role.ASSISTANT and message.status is not MessageStatus.STREAMING:
            exchanges.append(Exchange(tuple(asked), message))
            asked.clear()
    return Conversation(tuple(exchanges), tuple(asked), is_whole)


def _aligned(messages: Sequence[Message]) -> Sequence[Message]:
    begin = next((at for at, one in enumerate(messages) if one.position % WINDOW_STEP == 1), 0)
    return messages[begin:]


def asked_text(exchange: Exchange, attached: Attached, tokens: int = HISTORY_TEXT) -> str:
    """The engineer's side of an exchange, each message and file cut to about `tokens`."""
    file_tokens = min(tokens, HISTORY_FILE)
    pieces = [
        piece for one in exchange.asked for piece in pieces_of(one, attached, tokens, file_tokens)
    ]
    return "\n\n".join(last_pieces(pieces, 3 * tokens)) or NO_WORDS


def answer_text(exchange: Exchange, tokens: int = HISTORY_TEXT) -> str:
    """The assistant's prose, and whether it is only a part."""
    note = _PARTIAL.get(exchange.answer.status, "")
    said = cut(exchange.answer.text.strip(), tokens)
    return "\n".join(filter(None, [said, note])) or "(No text.)"


def pieces_of(message: Message, attached: Attached, tokens: int, file_tokens: int) -> Iterator[str]:
    """The words of a message, its text files, fenced, and the names of its pictures."""
    if message.text.strip():
        yield cut(message.text.strip(), tokens)
    for file in attached.texts.get(message.id, ()):
        yield data(f"file {file.name}", file.text, file_tokens)
    for image in attached.images.get(message.id, ()):
        yield picture_name(image.name)


def picture_name(name: str) -> str:
    return f"[image: {one_line(name, 80) or 'unnamed'}]"


def last_pieces(pieces: Sequence[str], tokens: int) -> list[str]:
    """The last pieces that fit, each of them whole so that no fence is torn; at least one."""
    kept: list[str] = []
    left = tokens
    for piece in reversed(pieces):
        left -= estimate(piece) + 1
        if left < 0 and kept:
            kept.append(f"({len(pieces) - len(kept)} earlier messages or files are not shown)")
            break
        kept.append(piece)
    return kept[::-1]
