"""The scripts that were run in a session: when, what became of them, and every transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.notice import InlineNotice
from desktop.widgets.sheet_dialog import SheetDialog

_WIDTH = 820


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run: a line to choose it by, what became of it, and all that is kept."""

    title: str
    tone: Tone
    words: str
    transcript: str
    sha256: str


class RunsSheet(SheetDialog):
    """Shows one run at a time, the newest first."""

    def __init__(self, icons: Icons, runs: Sequence[RunLine], parent: QWidget) -> None:
        super().__init__(icons, "Script runs", confirm="Close", cancel="", parent=parent)
        self._runs = tuple(runs)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Run")
        self._end = InlineNotice(icons, Tone.NEUTRAL, "")
        self.transcript = MonoBlock(icons, name="Transcript", max_lines=20)
        self._hash = WrapLabel("", TextRole.SMALL)
        self.setMinimumWidth(min(_WIDTH, parent.width() - 40))
        self.finished.connect(self.deleteLater)
        if not runs:
            words = (
                "Scripts that run here, or that you say ran elsewhere, are kept with the session."
            )
            self.body.addWidget(EmptyState(icons, "terminal-window", "No script was run", words))
            return
        for run in self._runs:
            self.choice.addItem(run.title)
        for part in (self.choice, self._end, self.transcript, self._hash):
            self.body.addWidget(part)
        self.choice.currentIndexChanged.connect(self._show)
        self._show(0)
        self.set_first_focus(self.choice)

    def _show(self, index: int) -> None:
        run = self._runs[index]
        self._end.show_notice(run.tone, run.words)
        self.transcript.set_text(run.transcript or "Nothing was kept.")
        self._hash.setText(f"SHA-256 of the transcript: {run.sha256}" if run.sha256 else "")
        self._hash.setVisible(bool(run.sha256))
