"""Shows the exact request that would be sent next."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.errors import AppError
from desktop.session.sent_view import SentPiece, SentView
from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.error_panel import ErrorPanel
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.progress import ProgressStrip
from desktop.widgets.scroll_column import ScrollColumn
from desktop.widgets.sheet_dialog import SheetDialog
from desktop.widgets.tab_strip import TabStrip

_WIDTH = 860
_HEIGHT = 470
_RAW_LINES = 22
_PROBLEM = 1
READABLE, RAW = "readable", "raw"


class SentSheet(SheetDialog):
    """Opens at once and fills when the request is put together."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, "What is sent next", confirm="Close", cancel="", parent=parent)
        self._icons = icons
        self._body = ""
        self._progress = ProgressStrip(icons, "Putting the request together…", cancellable=False)
        self._problem = ErrorPanel(icons)
        self._nothing = EmptyState(
            icons, "shield-check", "Nothing is sent", "Playbooks answer next, on this laptop."
        )
        self._summary = WrapLabel(role=TextRole.SECONDARY)
        self.tabs = TabStrip("How to show the request")
        self.tabs.add_tab(READABLE, "To read")
        self.tabs.add_tab(RAW, "As sent (JSON)")
        self.reading = ScrollColumn(spacing=8)
        self.raw = MonoBlock(icons, name="Request", max_lines=_RAW_LINES)
        self._copy = Button(icons, "Copy", icon="copy")
        self._pages = QStackedWidget()
        self._found = QWidget()
        self._states = QStackedWidget()
        self._build()
        self.setMinimumWidth(min(_WIDTH, parent.width() - 40))
        self.tabs.current_key_changed.connect(self._turn)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._body))
        self.finished.connect(self.deleteLater)

    def show_request(self, view: SentView) -> None:
        """Show the request, or that there is none."""
        self._states.setCurrentWidget(self._found if view.pieces else self._nothing)
        self._copy.setVisible(bool(view.pieces))
        self._body = view.body
        self._summary.setText(view.summary)
        self.raw.set_text(view.body)
        self.reading.clear()
        if view.hidden:
            self._add(SentPiece("Hidden: the model sees the word in capitals", view.hidden))
        for piece in view.pieces:
            self._add(piece)
        if view.pieces:
            self.tabs.setFocus()

    def show_error(self, error: AppError) -> None:
        """Say why the request cannot be shown."""
        self._problem.show_problem(error.title, error.message, error.hint)
        self._states.setCurrentIndex(_PROBLEM)

    def _add(self, piece: SentPiece) -> None:
        block = QWidget()
        text = MonoBlock(self._icons, piece.text, name=piece.who, max_lines=14, wraps=True)
        block.setLayout(column(TextLabel(piece.who, TextRole.LABEL), text, spacing=4))
        self.reading.add(block)

    def _build(self) -> None:
        raw = QWidget()
        raw.setLayout(column(self.raw, 1))
        for page in (self.reading, raw):
            self._pages.addWidget(page)
        found = column(self._summary, self.tabs, self._pages, spacing=8)
        found.setStretch(2, 1)
        self._found.setLayout(found)
        for part in (_at_top(self._progress), _at_top(self._problem), self._nothing, self._found):
            self._states.addWidget(part)
        # As high from the beginning as it will be: a sheet that grows moves under the hand.
        self._states.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self._states)
        self._copy.hide()
        self.buttons.insertWidget(0, self._copy)

    def _turn(self, key: str) -> None:
        self._pages.setCurrentIndex((READABLE, RAW).index(key))


def _at_top(widget: QWidget) -> QWidget:
    page = QWidget()
    page.setLayout(column(widget, 1))
    return page
