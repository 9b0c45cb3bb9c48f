"""Reads a stream of server-sent events into a reply.

Servers that speak the Messages API differ in what they leave out: event names, pings, usage, even
the last event. What counts is what was said: text of text blocks, a reason to stop, tokens.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from core.copilot.model import FailureKind, ModelError, ModelReply, StopReason, Usage
from core.copilot.providers.anthropic_failures import of_event

_STOPS: Mapping[str, StopReason] = {
    "max_tokens": StopReason.OUT_OF_TOKENS,
    "model_context_window_exceeded": StopReason.OUT_OF_TOKENS,
    "refusal": StopReason.DECLINED,
}
_TOKENS = {
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "cache_creation_input_tokens": "cache_creation_tokens",
}


class StreamReader:
    """Takes lines; afterwards `reply` is the whole answer, or says why there is none."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._pieces: list[str] = []
        self._tokens: dict[str, int] = {}
        self._model = ""
        self._stop = ""
        self._events = 0
        self.has_ended = False
        """The answer said that it ends; what comes after it is of no interest."""

    @property
    def has_begun(self) -> bool:
        return self._events > 0

    def check_type(self, content_type: str) -> None:
        """Refuse what is no stream, such as the sign-in page of a network.

        Raises:
            ModelError: incompatible.
        """
        if content_type and "event-stream" not in content_type.lower():
            detail = f"It answered with {content_type.partition(';')[0]} in place of a stream."
            raise ModelError(FailureKind.INCOMPATIBLE, detail)

    def feed(self, line: str) -> bool:
        """Take one line; says whether anything was said with it.

        Raises:
            ModelError: the server told of an error.
        """
        if not line.startswith("data:"):
            return False
        try:
            event = json.loads(line[5:])
        except (ValueError, RecursionError):
            return False
        if not isinstance(event, dict):
            return False
        self._events += 1
        return self._take(event)

    def reply(self) -> ModelReply:
        """The answer as a whole.

        Raises:
            ModelError: it broke off, said nothing, or was no answer at all.
        """
        if not self._events:
            raise ModelError(FailureKind.INCOMPATIBLE, "It sent no events.")
        if not self.has_ended and not self._stop:
            raise self.broken(ModelError(FailureKind.INTERRUPTED))
        stop = _STOPS.get(self._stop, StopReason.FINISHED)
        if not self._text.strip() and stop is StopReason.FINISHED:
            raise self.broken(ModelError(FailureKind.EMPTY))
        return ModelReply(text=self._text, stop_reason=stop, usage=self._usage, model=self._model)

    def broken(self, error: ModelError) -> ModelError:
        """The error, with what came before it."""
        return ModelError(
            error.kind,
            error.detail,
            retry_after=error.retry_after,
            partial=self._text,
            usage=self._usage,
        )

    @property
    def _text(self) -> str:
        return "".join(self._pieces)

    @property
    def _usage(self) -> Usage:
        return Usage(**self._tokens)

    def _take(self, event: Mapping[str, object]) -> bool:
        kind = event.get("type")
        if kind == "content_block_delta":
            return self._say(_inner(event, "delta").get("text"))
        if kind == "content_block_start":
            return self._say(_inner(event, "content_block").get("text"))
        if kind == "message_start":
            message = _inner(event, "message")
            self._model = str(message.get("model") or "")
            self._count(_inner(message, "usage"))
        elif kind == "message_delta":
            self._stop = str(_inner(event, "delta").get("stop_reason") or self._stop)
            self._count(_inner(event, "usage"))
        elif kind == "message_stop":
            self.has_ended = True
        elif kind == "error":
            error = _inner(event, "error")
            said = of_event(str(error.get("type", "")), str(error.get("message", "")))
            raise self.broken(said)
        # Thinking, tools and whatever is new: a sign of life, except a ping.
        return kind != "ping"

    def _say(self, text: object) -> bool:
        if isinstance(text, str) and text:
            self._pieces.append(text)
            self._on_text(text)
        return True

    def _count(self, usage: Mapping[str, object]) -> None:
        """Take in token counts: they are totals, told anew, and at times left out or null."""
        for theirs, ours in _TOKENS.items():
            count = usage.get(theirs)
            if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
                self._tokens[ours] = count


def _inner(event: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = event.get(name)
    return value if isinstance(value, Mapping) else {}
