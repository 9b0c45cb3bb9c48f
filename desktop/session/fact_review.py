"""A proposed fact, to be put right and kept, or not."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from core.copilot.fact_proposals import FactProposal
from core.sessions.messages import Rung
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column
from desktop.widgets.notice import InlineNotice
from desktop.widgets.progress import ProgressStrip
from desktop.widgets.staying_sheet import StayingSheet

_NOTHING = "There is nothing in this to keep as a fact."
_AUTHORS = {Rung.CLOUD: "Written by the cloud model.", Rung.LOCAL: "Written by the local model."}


class FactReviewSheet(StayingSheet):
    """Waits for a proposal, then lets the engineer change it. Keeping is up to its owner."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, "Keep this as a fact?", confirm="Keep", parent=parent)
        self.proposal: FactProposal | None = None
        self.cancel_button.setText("Discard")
        self._progress = ProgressStrip(icons, "Putting it into one sentence…", cancellable=False)
        self._asked = WrapLabel("", TextRole.SECONDARY)
        self._notice = InlineNotice(icons, Tone.NEUTRAL, "")
        self._text = AutoGrowEdit("Fact", max_lines=8)
        self._summary = QLineEdit()
        self._summary.setAccessibleName("What it shows")
        self._author = WrapLabel("", TextRole.SMALL)
        self._nothing = WrapLabel(_NOTHING)
        self._fields = QWidget()
        self._fields.setLayout(
            column(
                self._asked,
                self._notice,
                self._text,
                TextLabel("What it shows, in a few words (optional)", TextRole.SMALL),
                self._summary,
                self._author,
                spacing=8,
            )
        )
        for part in (self._progress, self._fields, self._nothing):
            self.body.addWidget(part)
        self._fields.hide()
        self._nothing.hide()
        self.confirm_button.setEnabled(False)

    def show_proposal(self, proposal: FactProposal) -> None:
        """Show what was made of the answer or output; it may be nothing."""
        self.proposal = proposal
        candidate = proposal.candidate
        self._progress.hide()
        if candidate is None:
            self._nothing.show()
            self.confirm_button.hide()
            self.cancel_button.setText("Close")
            self.cancel_button.setFocus()
            return
        self._asked.setText(proposal.source.asked)
        self._notice.show_notice(Tone.NEUTRAL, proposal.notice)
        self._notice.setVisible(bool(proposal.notice))
        self._text.set_text(candidate.text)
        self._summary.setText(candidate.summary)
        author = _AUTHORS.get(proposal.rung) if proposal.rung else None
        self._author.setText(author or "Taken from the session as it stands.")
        self._fields.show()
        self.confirm_button.setEnabled(True)
        self._text.setFocus()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def summary(self) -> str:
        return self._summary.text()
