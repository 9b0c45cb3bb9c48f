"""The width of a picture without decoding it."""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG segments that hold the size


def image_width(content: bytes) -> int | None:
    """Pixels, from the header of a PNG or JPEG image; None when it has none that can be read."""
    if content.startswith(_PNG) and len(content) >= 20:
        return int.from_bytes(content[16:20])
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            return int.from_bytes(content[at + 7 : at + 9])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
