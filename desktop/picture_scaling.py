"""Makes pictures small enough for a model."""

from __future__ import annotations


def shrink(content: bytes, longest_side: int) -> bytes:
    """A PNG of a picture, its longest side at most so many pixels; empty when it is damaged.

    May run on any thread. A photo is turned the way its camera was held.
    """
    # Imported here: the data folder opens while Qt is still being loaded.
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImageReader

    source = QBuffer()
    source.setData(QByteArray(content))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    if image.isNull():
        return b""
    if max(image.width(), image.height()) > longest_side:
        image = image.scaled(
            longest_side,
            longest_side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    is_written = image.save(made, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(made.data().data()) if is_written else b""
