"""Settings, Appearance: the look of the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import ChoiceRow, NumberRow, SwitchRow
from desktop.settings.form import FormCard, Section
from desktop.theme.icons import Icons
from desktop.theme.metrics import Density
from desktop.theme.theme import Theme, ThemeChoice

_THEMES = (
    (ThemeChoice.SYSTEM, "Like the system"),
    (ThemeChoice.DARK, "Dark"),
    (ThemeChoice.LIGHT, "Light"),
)
_DENSITIES = ((Density.COMFORTABLE, "Comfortable"), (Density.COMPACT, "Compact"))


class AppearanceSection(Section):
    """Emits what was chosen; draws what is in force."""

    TITLE = "Appearance"
    theme_chosen = Signal(object)  # ThemeChoice
    density_chosen = Signal(object)  # Density
    text_size_chosen = Signal(int)
    motion_reduced = Signal(bool)

    def __init__(
        self, icons: Icons, text_limits: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__("Changes show at once.", parent)
        self.theme = ChoiceRow(
            icons,
            "Theme",
            "The colours of the window; dark where the system says nothing.",
            _THEMES,
        )
        self.density = ChoiceRow(
            icons, "Density", "How much air buttons, fields and lists get.", _DENSITIES
        )
        self.text_size = NumberRow(
            "Text size",
            "In percent of the usual size. The system’s own scaling comes on top.",
            text_limits,
            step=10,
            unit=" %",
        )
        self.motion = SwitchRow("Reduce motion", "Panels appear at once instead of sliding in.")
        card = FormCard()
        for line in (self.theme, self.density, self.text_size, self.motion):
            card.add_row(line)
        self.add_card(card)
        self.theme.chosen.connect(self.theme_chosen)
        self.density.chosen.connect(self.density_chosen)
        self.text_size.changed.connect(self.text_size_chosen)
        self.motion.toggled.connect(self.motion_reduced)

    def show_look(self, theme: Theme) -> None:
        """Show what is in force."""
        self.theme.show_value(theme.choice)
        self.density.show_value(theme.density)
        self.text_size.show_value(theme.text_size)
        self.motion.show_value(theme.reduce_motion)
