"""Long work beside the button that began it: under way, done, or refused."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.announce import announce
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice
from desktop.widgets.progress import ProgressStrip


class WorkLine(QWidget):
    """Takes no room while there is nothing to say."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = ProgressStrip(icons, "", cancellable=False)
        self.outcome = InlineNotice(icons, Tone.NEUTRAL, "", closable=True)
        self.outcome.closed.connect(self.hide)
        self.setLayout(column(self.progress, self.outcome, spacing=0))
        self.hide()

    def show_work(self, text: str) -> None:
        """Say what is being done."""
        self.progress.show_progress(text)
        self.progress.show()
        self.outcome.hide()
        self.show()

    def show_outcome(self, tone: Tone, text: str) -> None:
        """Say what came of it; it stays until it is closed or the next work begins."""
        self.progress.hide()
        self.outcome.show_notice(tone, text)
        self.outcome.setVisible(bool(text))
        self.setVisible(bool(text))
        announce(self, text)
