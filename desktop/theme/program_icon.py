"""The program's own icon: one drawing for window, notification area and installer."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels: what Windows, macOS and the Linux desktops ask for at the usual scales."""


def program_icon() -> QIcon:
    """The icon in every size."""
    icon = QIcon()
    for image in program_images():
        icon.addPixmap(QPixmap.fromImage(image))
    return icon


def program_images() -> list[QImage]:
    """The drawing in every one of `SIZES`, on a transparent ground."""
    drawing = resources.read_text("brand", "flowpilot.svg").encode()
    renderer = QSvgRenderer(QByteArray(drawing))
    return [_drawn(renderer, QSize(size, size)) for size in SIZES]


def _drawn(renderer: QSvgRenderer, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image
