"""Keeping what a command printed: bounded, and as text."""

from __future__ import annotations

import codecs
import re
import sys
from collections import deque

DEFAULT_LIMIT = 256 * 1024
_WHOLE_LINES_WITHIN = 2000  # characters given up so that a cut falls between two lines
_SAMPLE = 512
_LINE_END = re.compile(r"\r+\n|\r")


class Capture:
    """The beginning and the end of a byte stream of any length.

    Holds at most `limit` bytes and one chunk, whatever is added.
    """

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self._head_room = limit // 2
        self._tail_limit = limit - limit // 2
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._tail_size = 0
        self._seen = 0

    def add(self, chunk: bytes) -> None:
        self._seen += len(chunk)
        self._head += chunk[: self._head_room]
        rest = chunk[self._head_room :]
        self._head_room -= len(chunk) - len(rest)
        if rest:
            self._tail.append(rest)
            self._tail_size += len(rest)
            self._drop_middle()

    def _drop_middle(self) -> None:
        while self._tail_size > self._tail_limit:
            oldest = self._tail.popleft()
            spare = oldest[self._tail_size - self._tail_limit :]
            if spare:
                self._tail.appendleft(spare)
            self._tail_size -= len(oldest) - len(spare)

    @property
    def left_out(self) -> int:
        """Bytes of the middle that were not kept."""
        return self._seen - len(self._head) - self._tail_size

    def text(self) -> str:
        """What was kept. Where the middle is missing, a line says how much."""
        head, tail = bytes(self._head), b"".join(self._tail)
        encoding = encoding_of(head)
        if not self.left_out:
            return decode(head + tail, encoding)
        if encoding != "utf-8" and (self._seen - len(tail)) % 2:
            tail = tail[1:]
        start, end = _whole_lines(decode(head, encoding), decode(tail, encoding))
        return f"{start}\n… {size_text(self.left_out)} left out …\n{end}"


def _whole_lines(head: str, tail: str) -> tuple[str, str]:
    """Move the cut to line ends when they are near; half a line proves nothing."""
    before = head.rfind("\n", max(0, len(head) - _WHOLE_LINES_WITHIN))
    after = tail.find("\n", 0, _WHOLE_LINES_WITHIN)
    head = head[:before] if before >= 0 else head.rstrip("\ufffd")
    return head, tail[after + 1 :] if after >= 0 else tail.lstrip("\ufffd")


def encoding_of(beginning: bytes) -> str:
    """UTF-16 when a byte order mark or the pattern of zero bytes says so, else UTF-8."""
    if beginning.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if beginning.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = beginning[:_SAMPLE]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > len(sample) // 4 and even < odd // 4:  # wsl.exe writes UTF-16 without a mark
        return "utf-16-le"
    return "utf-8"


def legacy_encoding() -> str | None:
    """What console programs write that know no UTF-8: the OEM code page on Windows."""
    return "oem" if sys.platform == "win32" else None


def decode(raw: bytes, encoding: str, legacy: str | None = None) -> str:
    """Text with plain line ends. What cannot be read stays visible as `�`.

    In UTF-8 every line is judged on its own, because one command may call programs that write
    UTF-8 and others that write the legacy code page.
    """
    if encoding == "utf-8":
        legacy = legacy or legacy_encoding()
        text = "\n".join(_decode_line(line, legacy) for line in raw.split(b"\n"))
    else:
        text = raw.decode(encoding, errors="replace")
    return _LINE_END.sub("\n", text.removeprefix("\ufeff")).replace("\x00", "\ufffd")


def _decode_line(line: bytes, legacy: str | None) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(legacy or "utf-8", errors="replace")


def size_text(count: int) -> str:
    """A number of bytes for people: `3.2 MB`, `12 KB`, `700 bytes`."""
    if count >= 1024 * 1024:
        return f"{count / (1024 * 1024):.1f} MB"
    return f"{count / 1024:.0f} KB" if count >= 1024 else f"{count} bytes"
