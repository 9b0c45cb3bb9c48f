"""Applies and stores what was chosen under Appearance and Writing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.settings.definitions import DENSITY, ENTER_SENDS, REDUCE_MOTION, TEXT_SIZE, THEME
from core.settings.store import SettingsStore
from desktop.settings.appearance_section import AppearanceSection
from desktop.settings.keeping import Keeping
from desktop.settings.writing_section import WritingSection
from desktop.theme.metrics import Density
from desktop.theme.theme import Theme, ThemeChoice


def dress(theme: Theme, settings: SettingsStore) -> None:
    """Give a theme the stored look, before the first window is shown."""
    theme.set_choice(ThemeChoice(settings.read(THEME)))
    theme.set_density(Density(settings.read(DENSITY)))
    theme.set_text_size(settings.read(TEXT_SIZE))
    theme.set_reduce_motion(settings.read(REDUCE_MOTION))


class LookActions(QObject):
    """Changes show at once and are stored, wherever they were made: here or in the palette."""

    enter_sends_changed = Signal(bool)

    def __init__(self, theme: Theme, keeping: Keeping, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keeping = keeping
        self._choice = theme.choice
        self.enter_sends = keeping.read(ENTER_SENDS)
        theme.changed.connect(self._keep_choice)

    def serve_appearance(self, section: AppearanceSection) -> None:
        """Let a section show and change the look."""

        def show() -> None:
            section.show_look(theme)

        theme = self._theme
        section.theme_chosen.connect(theme.set_choice)
        section.density_chosen.connect(self._set_density)
        section.text_size_chosen.connect(self._set_text_size)
        section.motion_reduced.connect(self._set_motion)
        theme.changed.connect(show)
        show()

    def serve_writing(self, section: WritingSection) -> None:
        """Let a section say what Enter does."""
        section.show_enter_sends(self.enter_sends)
        section.enter_sends_chosen.connect(self._set_enter_sends)

    def _keep_choice(self) -> None:
        if self._theme.choice is not self._choice:
            self._choice = self._theme.choice
            self._keeping.keep(THEME, self._choice.value)

    def _set_density(self, density: Density) -> None:
        self._theme.set_density(density)
        self._keeping.keep(DENSITY, density.value)

    def _set_text_size(self, percent: int) -> None:
        self._theme.set_text_size(percent)
        self._keeping.keep(TEXT_SIZE, percent)

    def _set_motion(self, reduce: bool) -> None:
        self._theme.set_reduce_motion(reduce)
        self._keeping.keep(REDUCE_MOTION, reduce)

    def _set_enter_sends(self, on: bool) -> None:
        self.enter_sends = on
        self.enter_sends_changed.emit(on)
        self._keeping.keep(ENTER_SENDS, on)
