"""A column of cards that keeps each card's widget while its row lives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.focus import has_focus_inside


class Identified(Protocol):
    @property
    def id(self) -> UUID: ...


View = TypeVar("View", bound=Identified)


class CardStack(QWidget, Generic[View]):
    """Shows one card per view, in their order.

    A card is made once per id and then only told its new view, so that a half-written answer and
    the keyboard focus survive a refresh.
    """

    def __init__(
        self,
        make: Callable[[View], QWidget],
        refresh: Callable[[QWidget, View], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._refresh = refresh
        self._cards: dict[UUID, tuple[QWidget, View]] = {}
        self._order: list[UUID] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_views(self, views: Sequence[View]) -> None:
        """Make, refresh, move and delete cards until they match the views."""
        wanted = [view.id for view in views]
        for gone in set(self._cards) - set(wanted):
            card, _ = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for view in views:
            self._show(view)
        if wanted != self._order:
            for index, card_id in enumerate(wanted):
                self._column.insertWidget(index, self._cards[card_id][0])
            self._order = wanted
        self.setVisible(bool(views))

    def card(self, card_id: UUID) -> QWidget:
        return self._cards[card_id][0]

    def focused(self) -> UUID | None:
        """The card that has the keyboard focus in it."""
        return next((key for key, (card, _) in self._cards.items() if has_focus_inside(card)), None)

    def _show(self, view: View) -> None:
        known = self._cards.get(view.id)
        if known is None:
            card = self._make(view)
            self._column.addWidget(card)
        elif known[1] == view:
            return
        else:
            card = known[0]
            self._refresh(card, view)
        self._cards[view.id] = (card, view)
