"""The bar above the page after a run that did not end by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice

_TEXT = "FlowPilot ended unexpectedly last time."


class EndNotice(QWidget):
    """Says it once, quietly, and offers the report; it is gone with a click."""

    report_requested = Signal()

    def __init__(self, icons: Icons, *, shows: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = InlineNotice(icons, Tone.NEUTRAL, _TEXT, action="View report…", closable=True)
        self.notice.dock()
        self.setLayout(column(self.notice, spacing=0))
        if not shows:
            self.hide()
        self.notice.action_requested.connect(self.hide)
        self.notice.action_requested.connect(self.report_requested)
        self.notice.closed.connect(self.hide)
