"""Names and values, one pair per line."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import clear


class DetailList(QWidget):
    """Shows pairs in the order given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)

    def show_details(self, details: Mapping[str, str]) -> None:
        clear(self._grid)
        for line, (name, value) in enumerate(details.items()):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(TextLabel(name, TextRole.SECONDARY), line, 0, top)
            self._grid.addWidget(WrapLabel(value), line, 1)
