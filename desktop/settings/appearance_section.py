"""Settings, Appearance: the look of the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.settings.fields import ChoiceRow, SwitchRow
from desktop.settings.form import FormCard, Section
from desktop.theme.icons import Icons
from desktop.theme.metrics import Density
from desktop.theme.theme import ThemeChoice

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
    motion_reduced = Signal(bool)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
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
        self.motion = SwitchRow("Reduce motion", "Panels appear at once instead of sliding in.")
        card = FormCard()
        for line in (self.theme, self.density, self.motion):
            card.add_row(line)
        self.add_card(card)
        self.theme.chosen.connect(self.theme_chosen)
        self.density.chosen.connect(self.density_chosen)
        self.motion.toggled.connect(self.motion_reduced)

    def show_look(self, theme: ThemeChoice, density: Density, reduce_motion: bool) -> None:
        self.theme.show_value(theme)
        self.density.show_value(density)
        self.motion.show_value(reduce_motion)
