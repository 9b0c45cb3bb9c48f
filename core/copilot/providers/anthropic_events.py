"""Server-sent events out of bytes that were cut anywhere.

The line readers at hand end a line wherever Unicode has a separator, and so break an event whose
text holds one. In a stream of events only CR, LF and both together end a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from core.copilot.model import FailureKind, ModelError

LONGEST_EVENT = 16 * 1024 * 1024
"""Bytes. No answer is that long: what sends it is no model."""
_LINE_END = re.compile(rb"\r\n|\r|\n")

Event = Mapping[str, object]


class EventDecoder:
    """Takes bytes, gives events. What is no event is passed over."""

    def __init__(self) -> None:
        self._line: list[bytes] = []
        self._size = 0
        self._after_cr = False
        self._name = ""
        self._lines: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that are whole with these bytes.

        Raises:
            ModelError: incompatible; an event has no end.
        """
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_cr = False
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        *whole, rest = _LINE_END.split(chunk)
        for piece in whole:
            line = b"".join((*self._line, piece)).decode("utf-8", "replace")
            self._line.clear()
            yield from self._take(line)
        self._keep(rest, chunk)

    def finish(self) -> Iterator[Event]:
        """What the last bytes amount to; the empty line after an event may be missing."""
        line = b"".join(self._line).decode("utf-8", "replace")
        self._line.clear()
        yield from self._take(line)
        yield from self._take("")

    def _keep(self, rest: bytes, chunk: bytes) -> None:
        if rest:
            self._line.append(rest)
        self._size += len(chunk)
        if self._size > LONGEST_EVENT:
            raise ModelError(FailureKind.INCOMPATIBLE, "It sent an event without an end.")

    def _take(self, line: str) -> Iterator[Event]:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._lines.append(value)
        elif field == "event":
            self._name = value
        elif not line:
            yield from self._event()

    def _event(self) -> Iterator[Event]:
        name, lines = self._name, self._lines
        self._name, self._lines, self._size = "", [], 0
        if not lines:
            return
        whole = _parsed("\n".join(lines))
        # Careless servers leave out the empty line between events.
        found = [_parsed(line) for line in lines] if whole is None else [whole]
        for event in found:
            if event is not None:
                yield event if "type" in event or not name else {**event, "type": name}


def _parsed(data: str) -> Event | None:
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None
