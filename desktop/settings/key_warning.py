"""The bar above the page while the key of the data is weaker kept than it should be."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice


class KeyWarning(QWidget):
    """Stays until it is closed; the next start shows it again, and the settings always do."""

    action_requested = Signal()

    def __init__(self, icons: Icons, weakness: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = InlineNotice(
            icons, Tone.WARNING, weakness, action="Encryption…", closable=True
        )
        self.notice.dock()
        self.setLayout(column(self.notice, spacing=0))
        if not weakness:
            self.hide()
        self.notice.action_requested.connect(self.action_requested)
        self.notice.closed.connect(self.hide)
