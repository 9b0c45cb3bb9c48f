"""Keeps the history under its limit, in rare big jumps.

While exchanges are only added, the ones before them are sent unchanged and the server reads them
from its cache. When they outgrow the limit, the oldest half gives way to a digest at once; then
there is peace again for as many turns as half the limit holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.copilot.model import ModelMessage, Speaker, TextPart
from core.copilot.request.attached import Attached
from core.copilot.request.fences import one_line
from core.copilot.request.history import Conversation, Exchange, answer_text, asked_text
from core.copilot.request.limits import HISTORY_TEXT, MOST_DIGEST
from core.copilot.request.tokens import MESSAGE_TOKENS, estimate

_ASKED_CHARS = 140
_ANSWER_CHARS = 180
_DIGEST_HEAD = 3
_TEXTS_IN_LIMIT = 6
"""A single long message takes at most this part of the limit."""
_EARLIER = "(Earlier messages of this session are not shown.)"


@dataclass(frozen=True, slots=True)
class _Written:
    asked: str
    answer: str

    @property
    def tokens(self) -> int:
        return estimate(self.asked) + estimate(self.answer) + 2 * MESSAGE_TOKENS


def history_messages(
    opening: str, conversation: Conversation, attached: Attached, limit: int
) -> tuple[ModelMessage, ...]:
    """The conversation before the newest words in at most `limit` tokens.

    `opening` is what stood at the beginning, such as the ticket; it is told with the first message.
    The last message is a cache breakpoint. Empty while nobody answered yet, and when limit is 0.
    """
    if not conversation.exchanges or not limit:
        return ()
    tokens = min(HISTORY_TEXT, limit // _TEXTS_IN_LIMIT)
    written = [
        _Written(asked_text(one, attached, tokens), answer_text(one, tokens))
        for one in conversation.exchanges
    ]
    digest_limit = min(MOST_DIGEST, limit // 8)
    room = limit - estimate(opening) - digest_limit - 2 * MESSAGE_TOKENS
    first = kept_from([one.tokens for one in written], room)
    earlier = "" if conversation.is_whole else _EARLIER
    begin = [opening, earlier, digest(conversation.exchanges[:first], digest_limit)]
    return _messages([text for text in begin if text], written[first:])


def kept_from(sizes: Sequence[int], limit: int) -> int:
    """The index of the first exchange that is kept.

    A fold over the exchanges in their order, so that it stays where it is until the limit is
    passed again: it then moves on until half the limit is free.
    """
    first = total = 0
    for index, size in enumerate(sizes):
        total += size
        if total > limit:
            while first <= index and total > limit // 2:
                total -= sizes[first]
                first += 1
    return first


def digest(exchanges: Sequence[Exchange], limit: int) -> str:
    """What was said in exchanges that are no longer shown, in at most `limit` tokens.

    The beginning, where the problem was described, and the end; facts and results are in the state.
    """
    if not exchanges:
        return ""
    title = f"(The first {len(exchanges)} exchanges of this session in short:)"
    lines = [_line(one) for one in exchanges]
    head, rest = lines[:_DIGEST_HEAD], lines[_DIGEST_HEAD:]
    room = limit - estimate(title) - sum(map(estimate, head)) - 2 * MESSAGE_TOKENS
    tail: list[str] = []
    while rest and (room := room - estimate(rest[-1]) - 1) >= 0:
        tail.insert(0, rest.pop())
    gap = [f"- ({len(rest)} exchanges left out)"] if rest else []
    text = "\n".join([title, *head, *gap, *tail])
    return text if estimate(text) <= limit else title


def _line(exchange: Exchange) -> str:
    said = " / ".join(one.text for one in exchange.asked)
    asked = one_line(said, _ASKED_CHARS) or "(acted on a card or the fix)"
    return f"- Engineer: {asked} → Copilot: {one_line(exchange.answer.text, _ANSWER_CHARS)}"


def _messages(begin: Sequence[str], written: Sequence[_Written]) -> tuple[ModelMessage, ...]:
    if not written:
        if not begin:
            return ()
        # The speakers take turns; what the conversation came to stands in the digest.
        written = [_Written("", "(See the state.)")]
    messages: list[ModelMessage] = []
    for index, one in enumerate(written):
        texts = [*begin, one.asked] if index == 0 else [one.asked]
        asked = tuple(TextPart(text) for text in texts if text)
        messages.append(ModelMessage(Speaker.USER, asked))
        is_last = index == len(written) - 1
        messages.append(ModelMessage(Speaker.ASSISTANT, (TextPart(one.answer),), cached=is_last))
    return tuple(messages)
