"""Reads a stream of server-sent events into a reply.

Servers that speak the Messages API differ in what they leave out: event names, pings, usage, even
the last event. What counts is what was said: text of text blocks, a reason to stop, tokens. An
answer is whole when the server said either that it ends or why it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from core.copilot.model import FailureKind, ModelError, ModelReply, StopReason, Usage
from core.copilot.providers.anthropic_details import REPLACEMENT, reason_of, storable
from core.copilot.providers.anthropic_events import Event, EventDecoder
from core.copilot.providers.anthropic_failures import of_event

_STOPS: Mapping[str, StopReason] = {
    "max_tokens": StopReason.OUT_OF_TOKENS,
    "model_context_window_exceeded": StopReason.OUT_OF_TOKENS,
    # It was looking something up and wants to be asked to go on.
    "pause_turn": StopReason.OUT_OF_TOKENS,
    "refusal": StopReason.DECLINED,
}
_TOKENS = {
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "cache_creation_input_tokens": "cache_creation_tokens",
}

_MODEL_LIMIT = 200


class StreamReader:
    """Takes bytes; afterwards `reply` is the whole answer, or says why there is none."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._decoder = EventDecoder()
        self._pieces: list[str] = []
        self._tokens: dict[str, int] = {}
        self._model = ""
        self._stop = ""
        self._is_apart = False
        """Something that is no text came since the last text."""
        self._half = ""
        """The first half of a character whose second half is still to come."""
        self.has_begun = False
        self.has_ended = False
        """The answer said that it ends; what comes after it is of no interest."""

    @property
    def is_whole(self) -> bool:
        """Nothing is missing, even if the connection should break now."""
        return self.has_ended or bool(self._stop)

    def feed(self, chunk: bytes) -> bool:
        """Take some bytes; says whether anything was said with them.

        Raises:
            ModelError: the server told of an error.
        """
        return self._take_all(self._decoder.feed(chunk))

    def finish(self) -> None:
        """There are no more bytes.

        Raises:
            ModelError: the server told of an error.
        """
        self._take_all(self._decoder.finish())

    def reply(self) -> ModelReply:
        """The answer as a whole.

        Raises:
            ModelError: it broke off, said nothing, or was no answer at all.
        """
        if not self.has_begun:
            raise ModelError(FailureKind.INCOMPATIBLE, "It sent no events.")
        if not self.is_whole:
            raise self.broken(ModelError(FailureKind.INTERRUPTED))
        stop = _STOPS.get(self._stop, StopReason.FINISHED)
        if not self._text.strip() and stop is StopReason.FINISHED:
            raise self.broken(ModelError(FailureKind.EMPTY))
        return ModelReply(text=self._text, stop_reason=stop, usage=self._usage, model=self._model)

    def broken(self, error: ModelError) -> ModelError:
        """The error, with what came before it."""
        return error.retold(partial=self._text, usage=self._usage)

    @property
    def _text(self) -> str:
        return "".join(self._pieces)

    @property
    def _usage(self) -> Usage:
        return Usage(**self._tokens)

    def _take_all(self, events: Iterable[Event]) -> bool:
        says_something = False
        for event in events:
            if self.has_ended:
                break
            self.has_begun = True
            # Thinking, tools and whatever is new: a sign of life, except a ping.
            says_something |= event.get("type") != "ping"
            self._take(event)
        return says_something

    def _take(self, event: Event) -> None:
        kind = event.get("type")
        if kind == "content_block_delta":
            self._say(_inner(event, "delta"), "text_delta")
        elif kind == "content_block_start":
            block = _inner(event, "content_block")
            self._is_apart |= block.get("type", "text") != "text"
            self._say(block, "text")
        elif kind == "message_start":
            message = _inner(event, "message")
            self._model = storable(str(message.get("model") or ""))[:_MODEL_LIMIT]
            self._count(_inner(message, "usage"))
        elif kind == "message_delta":
            self._stop = str(_inner(event, "delta").get("stop_reason") or self._stop)
            self._count(_inner(event, "usage"))
        elif kind == "message_stop":
            self.has_ended = True
        elif kind == "error" or event.get("error"):
            raise self.broken(_told(event.get("error")))

    def _say(self, content: Mapping[str, object], kind: str) -> None:
        """Text is said; thinking, tools and what they found are not."""
        told = content.get("text")
        if content.get("type", kind) != kind or not isinstance(told, str):
            return
        text = self._whole_characters(told)
        if not text:
            return
        before = self._pieces[-1][-1] if self._pieces else " "
        if self._is_apart and not (before.isspace() or text[0].isspace()):
            text = f"\n\n{text}"
        self._is_apart = False
        self._pieces.append(text)
        self._on_text(text)

    def _whole_characters(self, text: str) -> str:
        """What can be stored: some servers cut an emoji in two, and JSON lets them."""
        if text.isascii() and not self._half:
            return text.replace("\0", REPLACEMENT)
        text = self._half + text
        self._half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        return storable(text.removesuffix(self._half))

    def _count(self, usage: Mapping[str, object]) -> None:
        """Take in token counts: they are totals, told anew, and at times left out or null."""
        for theirs, ours in _TOKENS.items():
            count = usage.get(theirs)
            if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
                self._tokens[ours] = count


def _told(error: object) -> ModelError:
    kind = error.get("type", "") if isinstance(error, Mapping) else ""
    return of_event(str(kind), reason_of(error))


def _inner(event: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = event.get(name)
    return value if isinstance(value, Mapping) else {}
