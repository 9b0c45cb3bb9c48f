"""Before an escalation: what became of the fix that is still open?"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.sessions.fixes import Fix, FixStatus, Outcome
from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import ButtonVariant
from desktop.widgets.option_button import OptionGroup
from desktop.widgets.staying_sheet import StayingSheet

_CHOICES = (
    (Outcome.FAILED, "The fix didn’t work"),
    (Outcome.SUCCESS, "It worked, escalating for another reason"),
    (Outcome.DISMISSED, "Never actually applied"),
    (Outcome.PARTIAL, "Partly, with notes"),
)


def needs_question(fix: Fix | None) -> bool:
    """Whether the fix is verifying, partly applied or waiting."""
    return fix is not None and (
        fix.is_verifying or fix.status in (FixStatus.APPLIED_PARTIAL, FixStatus.APPLIED_PENDING)
    )


class EscalationQuestion(StayingSheet):
    """Asks for the outcome; Enter takes "didn't work"."""

    def __init__(self, icons: Icons, fix: Fix, parent: QWidget) -> None:
        super().__init__(
            icons,
            "What became of the fix?",
            text=f"“{fix.title}” has no outcome yet. The next engineer needs to know.",
            confirm="Continue",
            variant=ButtonVariant.WARNING,
            parent=parent,
        )
        self._choices = tuple(
            choice
            for choice in _CHOICES
            if choice[0] is not Outcome.PARTIAL or fix.status is not FixStatus.APPLIED_PARTIAL
        )
        self._group = OptionGroup(icons, "What became of the fix", stacked=True)
        self._group.set_options([text for _, text in self._choices], selected=0)
        self._notes = AutoGrowEdit("Notes", placeholder="Which part was done, and what is left?")
        self._notes.hide()
        self.body.addWidget(self._group)
        self.body.addWidget(self._notes)
        self._group.chosen.connect(self._chosen)

    @property
    def outcome(self) -> Outcome:
        """What the engineer chose."""
        return self._choices[self._group.selected() or 0][0]

    @property
    def notes(self) -> str:
        """What is said about a partial outcome; nothing for any other."""
        return self._notes.text() if self.outcome is Outcome.PARTIAL else ""

    def _chosen(self, index: int) -> None:
        self._notes.setVisible(self._choices[index][0] is Outcome.PARTIAL)
        if self._notes.isVisible():
            self._notes.setFocus()
