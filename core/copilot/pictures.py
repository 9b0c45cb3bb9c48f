"""Pictures as a model takes them: PNG or JPEG, the longest side at most 1568 pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.artifacts.image_size import image_size
from core.copilot.model import ImagePart
from core.copilot.request.attached import Attached

LONGEST_SIDE = 1568
MOST_BYTES = 3_500_000
"""Servers take 5 MB in base64, which is a third longer."""

Shrink = Callable[[bytes, int], bytes]
"""Makes a PNG of a picture, its longest side as given; empty when it cannot be read."""


def unable(content: bytes, longest_side: int) -> bytes:
    """The `Shrink` of a program without a window: large pictures are only named."""
    return b""


def fitted(attached: Attached, shrink: Shrink) -> Attached:
    """The files with every picture small enough; one that cannot be made so is only named."""
    images = {
        message_id: tuple(_fitted(part, shrink) for part in parts)
        for message_id, parts in attached.images.items()
    }
    return replace(attached, images=images)


def unseen(attached: Attached) -> Attached:
    """The files for a model that cannot look at pictures: they are only named."""
    images = {
        message_id: tuple(replace(part, content=b"") for part in parts)
        for message_id, parts in attached.images.items()
    }
    return replace(attached, images=images)


def _fitted(part: ImagePart, shrink: Shrink) -> ImagePart:
    if not part.content or _is_small_enough(part.content):
        return part
    smaller = shrink(part.content, LONGEST_SIDE)
    if not _is_small_enough(smaller):
        return replace(part, content=b"")
    return replace(part, content=smaller, media_type="image/png")


def _is_small_enough(content: bytes) -> bool:
    size = image_size(content)
    return size is not None and max(size) <= LONGEST_SIDE and len(content) <= MOST_BYTES
