"""How a settings section is laid out: a heading over cards, a card of rows."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.surfaces import Card, Divider

_WIDTH = 720


class Section(ScrollColumn):
    """One page of the settings: what it is about, then its cards, no wider than reads well."""

    TITLE: ClassVar[str]
    shown = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(margins=(32, 26, 32, 32), parent=parent)
        self.setAccessibleName(self.TITLE)
        content = QWidget()
        content.setMaximumWidth(_WIDTH)
        self._cards = column(
            TextLabel(self.TITLE, TextRole.HEADING), WrapLabel(text, TextRole.SECONDARY), spacing=12
        )
        content.setLayout(self._cards)
        line = row(content, 0)
        # All the room goes to the content, up to its widest; the rest stays free at the right.
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        self.add(holder)

    def add_card(self, card: QWidget) -> None:
        """Put a card at the end."""
        self._cards.addWidget(card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A window that comes back from the task bar shows nothing new.
        if not event.spontaneous():
            self.shown.emit()


class FormCard(Card):
    """Rows that belong together, with a line between them."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._rows = column(spacing=12, margins=(16, 14, 16, 14))
        self.setLayout(self._rows)
        self._has_rows = False
        if title:
            self._rows.addWidget(TextLabel(title, TextRole.TITLE))

    def add_row(self, widget: QWidget) -> None:
        """Put a row at the end, below a line when it is not the first."""
        if self._has_rows:
            self._rows.addWidget(Divider())
        self._has_rows = True
        self._rows.addWidget(widget)


def words(label: str, hint: str) -> QWidget:
    """What a setting is called, over what it does."""
    text = column(WrapLabel(label, TextRole.STRONG), spacing=3)
    if hint:
        text.addWidget(WrapLabel(hint, TextRole.SMALL))
    holder = QWidget()
    holder.setLayout(text)
    return holder
