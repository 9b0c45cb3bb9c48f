"""Pictures are made small enough for a model, on whatever thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from core.artifacts.image_size import image_size
from core.copilot.pictures import LONGEST_SIDE
from desktop.picture_scaling import shrink


def picture(width: int, height: int, form: Literal["PNG", "JPG"] = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())


def test_a_large_picture_becomes_a_small_png() -> None:
    content = picture(4000, 3000, "JPG")
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(shrink, content, LONGEST_SIDE).result()
    assert made.startswith(b"\x89PNG")
    assert image_size(made) == (1568, 1176)


def test_a_tall_picture_is_measured_by_its_height() -> None:
    assert image_size(shrink(picture(300, 3000), 1000)) == (100, 1000)


def test_a_small_picture_is_not_blown_up() -> None:
    assert image_size(shrink(picture(40, 30), 1000)) == (40, 30)


def test_what_is_no_picture_gives_nothing() -> None:
    assert shrink(b"\x89PNG but not really", 1000) == b""
    assert shrink(b"", 1000) == b""
