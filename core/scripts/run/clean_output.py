"""What a script prints, on its way to the screen and the record: text without known secrets."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

from core.checks.capture import decode, encoding_of
from core.redaction.hiding import Hiding

_LONGEST = 64 * 1024  # bytes of a line that are waited for before its beginning is passed on
_CONTINUED = bytes(range(0x80, 0x100))


class CleanOutput:
    """Takes the bytes of one stream and passes whole lines on, as UTF-8 with plain line ends.

    A secret that arrives in pieces is hidden as well. Of a line without an end, what could be
    the beginning of a secret is held back.
    """

    def __init__(self, hiding: Hiding, sinks: Sequence[Callable[[bytes], None]]) -> None:
        self._hiding = hiding
        self._sinks = sinks
        self._partial = bytearray()
        self._wide: codecs.IncrementalDecoder | None = None
        self._begun = False

    def push(self, chunk: bytes) -> None:
        self._partial += self._narrow(chunk)
        end = self._partial.rfind(b"\n") + 1
        if end:
            self._emit(bytes(self._partial[:end]))
            del self._partial[:end]
        if len(self._partial) > _LONGEST:
            self._shorten()

    def close(self) -> None:
        """Pass on the last line, which had no end."""
        if self._partial:
            self._emit(bytes(self._partial) + b"\n")
            self._partial.clear()

    def _narrow(self, chunk: bytes) -> bytes:
        """UTF-16 as UTF-8; anything else as it is."""
        if not self._begun:
            self._begun = True
            encoding = encoding_of(chunk)
            if encoding != "utf-8":
                self._wide = codecs.getincrementaldecoder(encoding)(errors="replace")
        return chunk if self._wide is None else self._wide.decode(chunk).encode()

    def _emit(self, raw: bytes) -> None:
        self._pass_on(self._hiding.known(_text(raw)))

    def _shorten(self) -> None:
        raw = bytes(self._partial)
        whole = len(raw.rstrip(_CONTINUED)) or len(raw)
        text = self._hiding.known(_text(raw[:whole]))
        held = min(self._hiding.longest, len(text))
        self._pass_on(text[: len(text) - held])
        self._partial = bytearray(text[len(text) - held :].encode() + raw[whole:])

    def _pass_on(self, text: str) -> None:
        clean = text.encode("utf-8", "replace")
        for sink in self._sinks:
            sink(clean)


def _text(raw: bytes) -> str:
    return decode(raw, "utf-8")
