"""HTML to PDF with Qt's own text engine."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

_MARGIN_MM = 8  # Qt adds two centimetres of its own
_POINT_SIZE = 10


def pdf_from_html(html: str, title: str) -> bytes:
    """An A4 document. Nothing is loaded: the page holds its pictures itself."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("FlowPilot")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    # In points: the application's font is in pixels, which paper has very many of.
    document.setDefaultFont(QFont(QFont().family(), _POINT_SIZE))
    document.setHtml(html)
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())
