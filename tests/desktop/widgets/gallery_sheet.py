"""One run of the gallery at one scale; see gallery.py."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.widgets.surfaces import Panel, SurfaceKind
from tests.desktop.widgets import gallery_pieces

_WIDTH = 1440


def sheet(icons: Icons) -> QWidget:
    """Lay all pieces out in three columns, as wide as the panels they belong to."""
    page = Panel(SurfaceKind.PAGE)
    page.setFixedWidth(_WIDTH)
    columns = QHBoxLayout(page)
    columns.setContentsMargins(24, 24, 24, 24)
    columns.setSpacing(28)
    for pieces in gallery_pieces.columns(icons):
        column = QVBoxLayout()
        column.setSpacing(14)
        for piece in pieces:
            column.addWidget(piece)
        column.addStretch(1)
        columns.addLayout(column, 1)
    return page


def draw(app: QApplication, folder: Path, scale: str) -> None:
    """Save one picture for each theme."""
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        theme = Theme(choice, reduce_motion=True)
        theme.apply(app)
        page = sheet(Icons(theme))
        page.show()
        page.adjustSize()
        page.resize(_WIDTH, page.heightForWidth(_WIDTH))
        page.grab().save(str(folder / f"gallery-{choice}-{scale}00.png"))
        page.close()


if __name__ == "__main__":
    draw(QApplication([]), Path(sys.argv[1]), sys.argv[2])
