"""The request for a turn of the conversation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.copilot.knowledge import Knowledge
from core.copilot.model import (
    ImagePart,
    ModelAction,
    ModelMessage,
    ModelRequest,
    Speaker,
    SystemBlock,
    TextPart,
)
from core.copilot.prompts import Prompt
from core.copilot.request.attached import Attached, picture_messages
from core.copilot.request.compaction import history_messages
from core.copilot.request.fences import cut
from core.copilot.request.history import Conversation, picture_name, pieces_of, read_conversation
from core.copilot.request.limits import (
    NEWEST_FILE,
    NEWEST_TEXT,
    PICTURE_TOKENS,
    PICTURES,
    TICKET,
    Budget,
    max_tokens,
)
from core.copilot.request.opening import opening_text
from core.copilot.request.results import results_text
from core.copilot.request.retrieval import knowledge_text
from core.copilot.request.state import LAPTOPS, fit, state_parts, state_text
from core.copilot.request.tokens import MESSAGE_TOKENS, estimate
from core.copilot.turn import TurnContext
from core.sessions.messages import Message, Rung

_SHELLS = {
    "windows": "They must work in Windows PowerShell 5.1 without being an administrator.",
    "macos": "They must work in the POSIX shell that macOS comes with, without sudo.",
    "linux": "They must work in a POSIX shell without sudo.",
}
_NO_NEWS = (
    "(The engineer wrote nothing new. React to what just happened according to the state, "
    "and say what comes next.)"
)
_SAID = "The engineer writes:"
_LEFT_OUT = "(Earlier messages and files since the last answer are too long to be shown.)"
_SHARES = (1, 2, 4, 8, 16)
"""What is too long is cut to this part of its limit, so that something of each piece stays."""
_SPARE = 60
"""Tokens for fences, labels and notes about what was left out."""


def build_chat_request(
    context: TurnContext,
    knowledge: Knowledge,
    attached: Attached,
    *,
    model: str,
    budget: Budget,
    rung: Rung = Rung.CLOUD,
    use_learn: bool = False,
) -> ModelRequest:
    """Everything a model is told for the next turn, within the budget.

    Up to the last cached message the request begins with the very bytes of the previous one,
    until the history is compacted. Speakers take turns; the newest message is the user's.
    """
    static = system_prompt(context.platform)
    conversation = read_conversation(context.messages)
    reminder = Prompt.CHAT_REMINDER.fill()
    room = budget.total - estimate(static) - estimate(reminder) - 2 * MESSAGE_TOKENS - _SPARE
    words = _words(context, conversation, attached, room // 2)
    left = room - estimate(words)
    parts = fit(state_parts(context, budget), left)
    left -= estimate(state_text(parts, ""))
    pictures = _pictures(context.messages, attached, left // 2)
    left -= sum(map(_part_tokens, _shown(pictures)))
    beside = knowledge_text(knowledge, min(budget.knowledge, left))
    left -= estimate(beside)
    limit = next(step for step in budget.history_steps if step <= max(0, left))
    opening = opening_text(context, min(TICKET, limit // 4))
    history = history_messages(opening, conversation, attached, limit)
    left -= sum(map(_message_tokens, history))
    results = results_text(context, min(budget.results, left))
    newest = [
        TextPart(state_text(parts, results)),
        *_shown(pictures),
        TextPart(f"{words}\n\n{reminder}"),
    ]
    system = [SystemBlock(static, cached=True), *([SystemBlock(beside)] if beside else [])]
    return ModelRequest(
        model=model,
        system=tuple(system),
        messages=(*history, ModelMessage(Speaker.USER, tuple(newest))),
        max_tokens=max_tokens(ModelAction.CHAT, rung),
        use_learn=use_learn,
    )


def system_prompt(platform: str) -> str:
    """The static prompt: the same bytes for every session on a platform."""
    return Prompt.CHAT.fill(laptop=LAPTOPS.get(platform, platform), shell=_SHELLS.get(platform, ""))


def _words(
    context: TurnContext, conversation: Conversation, attached: Attached, tokens: int
) -> str:
    """What the engineer said since the last answer; at the very beginning also the ticket."""
    opening = "" if conversation.exchanges else opening_text(context, min(TICKET, tokens // 4))
    head = f"{opening}\n\n" if opening else ""
    if not conversation.newest:
        return f"{head}{_NO_NEWS}"
    left = tokens - estimate(head) - _SPARE
    for share in _SHARES:
        pieces = [
            piece
            for one in conversation.newest
            for piece in pieces_of(one, attached, NEWEST_TEXT // share, NEWEST_FILE // share)
        ]
        if sum(estimate(piece) + 1 for piece in pieces) <= left:
            return f"{head}{_SAID}\n" + "\n\n".join(pieces)
    return f"{head}{_SAID}\n{cut(conversation.newest[-1].text.strip(), left)}\n{_LEFT_OUT}"


def _pictures(messages: Sequence[Message], attached: Attached, tokens: int) -> list[ImagePart]:
    """The newest pictures whose content is there, oldest first."""
    most = min(PICTURES, max(0, tokens) // (PICTURE_TOKENS + _SPARE))
    newest_first = [
        image
        for message_id in picture_messages(messages)
        for image in reversed(attached.images.get(message_id, ()))
        if image.content
    ]
    return newest_first[:most][::-1]


def _shown(pictures: Sequence[ImagePart]) -> Iterator[TextPart | ImagePart]:
    for picture in pictures:
        yield TextPart(picture_name(picture.name))
        yield picture


def _part_tokens(part: TextPart | ImagePart) -> int:
    return PICTURE_TOKENS if isinstance(part, ImagePart) else estimate(part.text) + 1


def _message_tokens(message: ModelMessage) -> int:
    return MESSAGE_TOKENS + sum(map(_part_tokens, message.parts))
