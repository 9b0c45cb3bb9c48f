"""The three ways to use a script that was drafted for a fix (domain.md section 4)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.scripts.drafted import ProposedValue
from core.sessions.fixes import Decision
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.option_button import OptionGroup

_CHOICES = {
    Decision.ONE_OFF: ("Use it once", "Nothing is kept but the record of this session."),
    Decision.DRAFT_TEMPLATE: (
        "Use it, and keep it as a draft",
        "After the ticket you decide whether a template is made of it.",
    ),
    Decision.BUILD_TEMPLATE: (
        "Make a template first",
        "Name its parameters, put it into the library, and run it from there.",
    ),
}


class DraftedChoice(QWidget):
    """Draws the three choices and what could become a parameter."""

    chosen = Signal(object)  # Decision
    build_requested = Signal()
    edit_toggled = Signal(bool)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._decisions = tuple(_CHOICES)
        self.options = OptionGroup(icons, "How to use the script")
        self._meaning = WrapLabel("", TextRole.SMALL)
        self._proposed_words = WrapLabel("", TextRole.SMALL)
        self._proposed = FlowBox()
        self.edit = Button(icons, "Edit the script", ButtonVariant.SECONDARY, icon="pencil-simple")
        self.edit.setCheckable(True)
        self.build = Button(
            icons, "Name the parameters…", ButtonVariant.PRIMARY, icon="arrow-right"
        )
        buttons = row(self.edit, 1, self.build)
        self.setLayout(
            column(
                self.options,
                self._meaning,
                self._proposed_words,
                self._proposed,
                buttons,
                spacing=8,
            )
        )
        self.options.set_options([title for title, _ in _CHOICES.values()], 0)
        self.options.chosen.connect(lambda _: self._tell())
        self.build.clicked.connect(self.build_requested)
        self.edit.toggled.connect(self.edit_toggled)
        self._tell()

    def decision(self) -> Decision:
        """What is chosen now; the first way is chosen to begin with."""
        return self._decisions[self.options.selected() or 0]

    def start(self) -> None:
        """Begin with the first choice and the script as it is."""
        self.options.set_options([title for title, _ in _CHOICES.values()], 0)
        self.edit.setChecked(False)
        self._tell()

    def show_proposed(self, proposed: Sequence[ProposedValue]) -> None:
        """Show which values of the script look like parameters; they are marked in it too."""
        self._proposed.show_widgets(
            [Chip(self._icons, f"{one.key}: {one.text}", Tone.ACCENT) for one in proposed]
        )
        self._proposed.setVisible(bool(proposed))
        self._proposed_words.setVisible(bool(proposed))
        self._proposed_words.setText("These values could become parameters of a template:")

    def _tell(self) -> None:
        decision = self.decision()
        self._meaning.setText(_CHOICES[decision][1])
        self.build.setVisible(decision is Decision.BUILD_TEMPLATE)
        self.chosen.emit(decision)
