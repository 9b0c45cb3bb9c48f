"""The start page: describe a problem and go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.chip import Chip
from desktop.widgets.flow_box import FlowBox
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.surfaces import Card, Panel, SurfaceKind

_WIDTH = 640
_EXAMPLES = (
    "Outlook keeps asking for a password",
    "No internet on one PC, others are fine",
    "The printer shows offline for everybody",
    "VPN connects but nothing is reachable",
)


class WelcomePage(Panel):
    """Takes the first words of a session."""

    started = Signal(str)
    sample_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.PAGE, parent)
        self.editor = AutoGrowEdit(
            "Problem",
            placeholder="Describe the problem, or paste the ticket…",
            min_lines=3,
            max_lines=12,
            enter_submits=True,
            framed=False,
        )
        self.start = Button(icons, "Start", ButtonVariant.PRIMARY, icon="paper-plane-tilt")
        self.sample = Button(icons, "Open the sample session", ButtonVariant.GHOST, icon="flask")
        heading = WrapLabel("What is going wrong?", TextRole.HEADING)
        text = WrapLabel(
            "FlowPilot asks the next good question, runs checks where you stand and writes the "
            "note at the end. It works without a network.",
            TextRole.SECONDARY,
        )
        self._ticket = ""
        self._ticket_chip = Chip(icons, "", Tone.INFO, icon="ticket")
        self.without_ticket = Button(icons, "Remove the ticket", ButtonVariant.GHOST, icon="x")
        self._ticket_line = QWidget()
        self._ticket_line.setLayout(row(self._ticket_chip, self.without_ticket, 1, spacing=6))
        self._ticket_line.hide()
        card = Card()
        card.setLayout(
            column(
                self._ticket_line,
                self.editor,
                row(1, self.start),
                spacing=6,
                margins=(12, 10, 10, 10),
            )
        )
        examples = FlowBox(self._example(icons, example) for example in _EXAMPLES)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        middle.setLayout(column(heading, text, card, examples, row(self.sample, 1), spacing=12))
        layout = row(1, margins=(24, 24, 24, 24), spacing=0)
        layout.addWidget(middle, 8, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self.setLayout(layout)
        self.editor.submitted.connect(self._submit)
        self.start.clicked.connect(self._submit)
        self.without_ticket.clicked.connect(lambda: self._show_ticket(""))
        self.sample.clicked.connect(self.sample_requested)

    @property
    def ticket(self) -> str:
        """The ticket that the session is to be about, empty when none was given."""
        return self._ticket

    def fill_in(self, text: str, ticket: str) -> bool:
        """Begin with this; False when the engineer has written something else here."""
        if self.editor.text().strip() not in ("", text):
            return False
        self.editor.set_text(text)
        self._show_ticket(ticket)
        self.editor.setFocus()
        return True

    def focus_first(self) -> None:
        self.editor.setFocus()

    def _example(self, icons: Icons, text: str) -> Button:
        button = Button(icons, text, ButtonVariant.SECONDARY)
        button.clicked.connect(lambda: self._use(text))
        return button

    def _use(self, text: str) -> None:
        self.editor.set_text(text)
        self.editor.setFocus()

    def _submit(self) -> None:
        text = self.editor.text()
        if text.strip():
            self.started.emit(text)

    def problem_kept(self) -> None:
        """The text is stored as a session: empty the editor."""
        self.editor.set_text("")
        self._show_ticket("")

    def _show_ticket(self, ticket: str) -> None:
        self._ticket = ticket
        self._ticket_chip.show_chip(f"Ticket {ticket}", Tone.INFO, "ticket")
        self._ticket_line.setVisible(bool(ticket))
