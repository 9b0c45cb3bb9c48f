"""One run of the gallery at one scale; see gallery.py."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.widgets.surfaces import Panel, SurfaceKind
from tests.desktop.widgets import gallery_pieces as pieces
from tests.desktop.widgets import gallery_states as states
from tests.desktop.widgets.clipping import clipped_texts

_WIDTH = 1440

Piece = Callable[[Icons], QWidget]
COLUMNS: tuple[tuple[Piece, ...], ...] = (
    (
        pieces.type_scale,
        pieces.buttons,
        pieces.disabled_buttons,
        pieces.chips,
        pieces.dots,
        pieces.native_fields,
        states.fields,
        states.navigation,
        states.progress,
        states.toasts,
    ),
    (
        pieces.facts,
        pieces.elided,
        states.question,
        states.notices,
        states.empty,
        states.status_bar,
        states.drawer,
        states.open_drawer,
    ),
    (
        pieces.banner,
        states.composer,
        states.markdown,
        states.code,
        states.error,
        states.sliding,
        states.dialog,
    ),
)


def sheet(icons: Icons) -> QWidget:
    """Lay all pieces out in three columns, as wide as the panels they belong to."""
    page = Panel(SurfaceKind.PAGE)
    page.setFixedWidth(_WIDTH)
    columns = QHBoxLayout(page)
    columns.setContentsMargins(24, 24, 24, 24)
    columns.setSpacing(28)
    for makers in COLUMNS:
        column = QVBoxLayout()
        column.setSpacing(14)
        for make in makers:
            column.addWidget(make(icons))
        column.addStretch(1)
        columns.addLayout(column, 1)
    return page


def draw(app: QApplication, folder: Path, scale: str) -> None:
    """Save one picture for each theme."""
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        theme = Theme(choice, reduce_motion=True)
        theme.apply(app)
        page = sheet(Icons(theme))
        page.resize(_WIDTH, page.heightForWidth(_WIDTH))
        page.show()
        QTest.qWaitForWindowExposed(page)
        if clipped := clipped_texts(page):
            raise SystemExit("\n".join(clipped))
        page.grab().save(str(folder / f"gallery-{choice}-{scale}00.png"))
        page.close()


if __name__ == "__main__":
    draw(QApplication([]), Path(sys.argv[1]), sys.argv[2])
