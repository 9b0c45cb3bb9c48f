"""Writes the program's icon file for Windows."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from desktop.theme.program_icon import program_images

_ENTRY = struct.Struct("<BBBBHHII")


def write_icon(target: Path) -> None:
    """Write an .ico with a PNG of every size Windows asks for.

    The layout is Microsoft's: a header, one entry of 16 bytes per picture, the pictures.
    """
    images = program_images()
    pictures = [_png(image) for image in images]
    offset = 6 + _ENTRY.size * len(images)
    entries = []
    for image, picture in zip(images, pictures, strict=True):
        side = image.width() % 256  # 256 is written as 0
        entries.append(_ENTRY.pack(side, side, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    head = struct.pack("<HHH", 0, 1, len(images))
    target.write_bytes(b"".join([head, *entries, *pictures]))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())
