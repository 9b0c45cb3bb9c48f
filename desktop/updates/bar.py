"""The quiet line above the page when there is something to know about updates."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.updates.words import notice_text
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice
from sync.updates.outcome import Ended, Outcome
from sync.updates.state import Stage, Update


class UpdateBar(QWidget):
    """Says a thing once: closed, it comes back only with something new to say."""

    action_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = InlineNotice(icons, Tone.INFO, "", closable=True)
        self.notice.dock()
        self.setLayout(column(self.notice, spacing=0))
        self.hide()
        self._closed: set[str] = set()
        self._text = ""
        self.notice.action_requested.connect(self.action_requested)
        self.notice.closed.connect(self._close)

    def show_update(self, update: Update) -> None:
        """Say that there is one, or that it waits; nothing while there is none."""
        text = notice_text(update)
        if text or self._text:
            tone = Tone.WARNING if update.stage is Stage.WAITING else Tone.INFO
            self._say(tone, text, "Updates…")

    def show_outcome(self, outcome: Outcome) -> None:
        """Say what became of the update before this start."""
        went_well = outcome.ended is Ended.INSTALLED
        self._show(Tone.SUCCESS if went_well else Tone.WARNING, outcome.words, "")

    def _say(self, tone: Tone, text: str, action: str) -> None:
        self._text = text
        if text and text not in self._closed:
            self._show(tone, text, action)
        else:
            self.hide()

    def _show(self, tone: Tone, text: str, action: str) -> None:
        self.notice.show_notice(tone, text, action)
        self.notice.show()
        self.show()

    def _close(self) -> None:
        self._closed.add(self._text)
        self.hide()
