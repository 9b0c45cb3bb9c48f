"""The three steps of the first run. Every one can be left as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import ChoiceRow
from desktop.settings.recovery_key_panel import RecoveryKeyPanel
from desktop.theme.icons import Icons
from desktop.theme.theme import ThemeChoice
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.notice import InlineNotice
from desktop.widgets.surfaces import Card

_PROMISES = (
    ("chat-circle-text", "Describe a problem. FlowPilot asks the next good question and says why."),
    (
        "terminal-window",
        "Checks run on this laptop, after a click, with the exact command in view.",
    ),
    ("note-pencil", "What is proven becomes the note for the ticket. You decide every step."),
    ("shield-check", "It works without a network. Everything is on this laptop, encrypted."),
)
_THEMES = (
    (ThemeChoice.SYSTEM, "Like the system"),
    (ThemeChoice.DARK, "Dark"),
    (ThemeChoice.LIGHT, "Light"),
)


class WelcomeStep(QWidget):
    """What FlowPilot is, and its colours."""

    TITLE = "Welcome to FlowPilot"
    theme_chosen = Signal(object)  # ThemeChoice

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = ChoiceRow(icons, "Theme", "You can change it in the settings.", _THEMES)
        self.theme.chosen.connect(self.theme_chosen)
        promises = column(spacing=10)
        for icon, text in _PROMISES:
            line = row(spacing=10)
            line.addWidget(IconLabel(icons, icon, "accent_text", 18), 0, _TOP)
            line.addWidget(WrapLabel(text), 1)
            promises.addLayout(line)
        self.setLayout(column(promises, self.theme, 1, spacing=20))


class RecoveryKeyStep(QWidget):
    """The key to take along, and a warning where the computer cannot guard it."""

    TITLE = "Keep the recovery key"

    def __init__(self, icons: Icons, weakness: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = RecoveryKeyPanel(icons)
        warning = InlineNotice(icons, Tone.WARNING, weakness)
        if not weakness:
            warning.hide()
        self.setLayout(column(warning, self.panel, 1, spacing=12))


class StartStep(QWidget):
    """The two ways to begin, and a model for those who want one."""

    TITLE = "Ready"
    problem_chosen = Signal()
    sample_chosen = Signal()
    model_chosen = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = Button(icons, "Describe a problem", ButtonVariant.PRIMARY)
        self.sample = Button(icons, "Open the sample session", icon="flask")
        self.problem.clicked.connect(self.problem_chosen)
        self.model = Button(
            icons, "Connect a model (optional)", ButtonVariant.GHOST, icon="sparkle"
        )
        self.sample.clicked.connect(self.sample_chosen)
        self.model.clicked.connect(self.model_chosen)
        self.setLayout(
            column(
                _way("Something is broken right now?", "Write what fails and go.", self.problem),
                _way(
                    "Look around first?",
                    "The sample is a session with made-up content. Delete it whenever you like.",
                    self.sample,
                ),
                row(self.model, 1),
                1,
                spacing=12,
            )
        )


_TOP = Qt.AlignmentFlag.AlignTop


def _way(title: str, text: str, button: Button) -> Card:
    card = Card()
    words = column(WrapLabel(title, TextRole.STRONG), WrapLabel(text, TextRole.SMALL), spacing=3)
    line = row(words, spacing=14, margins=(16, 14, 14, 14))
    line.setStretch(0, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    card.setLayout(line)
    return card
