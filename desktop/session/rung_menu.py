"""The line that says who answers next, and the menu it opens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget, QWidgetAction

from desktop.session.standing_words import RungEntry, StandingView, StandingWish
from desktop.theme.icons import Icons
from desktop.widgets.labels import TextLabel, TextRole
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.status_chip import StatusChip

_LEAST_WIDTH = 120
_AROUND = 4
_INDENT = 32  # where the words of the menu begin
NAME = "Choose who answers"


class RungLine(StatusChip):
    """Says who answers next; a click offers the others, and what was and will be sent."""

    rung_chosen = Signal(object)  # Rung, or None for the best that can be reached
    wish_chosen = Signal(object)  # StandingWish

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, "", icon="lock", parent=parent)
        self._view: StandingView | None = None
        self._line = ""
        self._menu = QMenu(self)
        self._menu.setAccessibleName(NAME)
        self._menu.setToolTipsVisible(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)

    def show_view(self, view: StandingView) -> None:
        """Say who answers now. An open menu stays as it is until it is opened again."""
        self._view = view
        self._line = view.line
        self.show_status(view.line, view.icon)
        self.setAccessibleName(NAME)
        self.setAccessibleDescription(view.line)
        tip = "\n".join(part for part in (view.line, view.leaves, view.spend, view.note) if part)
        self.setToolTip(plain_tooltip(tip))
        self.updateGeometry()
        self._fit()

    def open_menu(self) -> None:
        """Offer the choices above the line."""
        if self._view is None:
            return
        self._menu.clear()
        self._fill(self._view)
        self._menu.popup(self.mapToGlobal(QPoint(0, -self._menu.sizeHint().height())))

    def line(self) -> str:
        """Return all of the line, also what has no room."""
        return self._line

    def sizeHint(self) -> QSize:
        shown = self.fontMetrics().horizontalAdvance(self.text())
        whole = self.fontMetrics().horizontalAdvance(self._line)
        return super().sizeHint() + QSize(whole - shown + _AROUND, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        around = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        room = max(self.width() - around, 0)
        self.setText(metrics.elidedText(self._line, Qt.TextElideMode.ElideRight, room))

    def _fill(self, view: StandingView) -> None:
        choices = QActionGroup(self._menu)
        for entry in view.entries:
            choices.addAction(self._choice(entry))
        self._menu.addSeparator()
        self._wish("Show what is sent…", StandingWish.PREVIEW)
        self._wish("What was sent…", StandingWish.LOG)
        if view.client:
            self._wish(f"Rules for {_plain(view.client)}…", StandingWish.CLIENT_RULES)
        self._menu.addSeparator()
        self._menu.addAction(self._spent(view))

    def _choice(self, entry: RungEntry) -> QAction:
        beside = entry.refusal or entry.detail
        words = f"{entry.title}\t{_plain(beside)}" if beside else entry.title
        action = self._menu.addAction(words, lambda: self.rung_chosen.emit(entry.rung))
        action.setCheckable(True)
        action.setChecked(entry.is_chosen)
        action.setEnabled(not entry.refusal)
        action.setToolTip(plain_tooltip(beside))
        return action

    def _spent(self, view: StandingView) -> QAction:
        """What models used, as a line that is only read."""
        words = TextLabel(view.spend, TextRole.SECONDARY)
        words.setContentsMargins(_INDENT, 4, 16, 4)
        words.setToolTip(plain_tooltip(view.note))
        spent = QWidgetAction(self._menu)
        spent.setDefaultWidget(words)
        spent.setText(view.spend)
        spent.setEnabled(False)
        return spent

    def _wish(self, words: str, wish: StandingWish) -> None:
        self._menu.addAction(words, lambda: self.wish_chosen.emit(wish))


def _plain(text: str) -> str:
    """Text from outside in a menu: an ampersand is none of its shortcuts, a tab no column."""
    return " ".join(text.split()).replace("&", "&&")
