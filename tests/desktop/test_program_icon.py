"""The icon file has a drawn picture of every size Windows asks for."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from build.icon import write_icon
from desktop.theme.program_icon import SIZES, program_icon


def test_every_size_is_drawn(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "flowpilot.ico"
    write_icon(file)
    content = file.read_bytes()
    assert struct.unpack_from("<HHH", content) == (0, 1, len(SIZES))
    for index, size in enumerate(SIZES):
        length, offset = struct.unpack_from("<II", content, 6 + 16 * index + 8)
        picture = QImage.fromData(content[offset : offset + length])
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(size // 2, size // 8).alpha() > 0
        assert picture.pixelColor(0, 0).alpha() == 0


def test_the_window_has_it_in_every_size(qapp: QApplication) -> None:
    sizes = program_icon().availableSizes()
    assert {size.width() for size in sizes} == set(SIZES)
    assert not program_icon().pixmap(QSize(32, 32)).isNull()
