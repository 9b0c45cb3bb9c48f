"""Shows the first steps once, and never again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.app import Core
from core.settings.definitions import ONBOARDING_DONE
from desktop.onboarding.sheet import OnboardingSheet
from desktop.settings.feature import SettingsFeature
from desktop.theme.icons import Icons


class FirstRun(QObject):
    """Finished, skipped or closed: it counts as done."""

    problem_chosen = Signal()
    sample_chosen = Signal()

    def __init__(
        self, icons: Icons, core: Core, settings: SettingsFeature, window: QWidget
    ) -> None:
        super().__init__(window)
        self._icons = icons
        self._core = core
        self._settings = settings
        self._window = window

    def start_if_new(self) -> None:
        """Open the steps over the window unless they were taken or skipped before."""
        if self._settings.keeping.read(ONBOARDING_DONE):
            return
        theme = self._icons.theme
        sheet = OnboardingSheet(self._icons, self._core.secrets.weakness, self._window)
        sheet.welcome.theme.show_value(theme.choice)
        sheet.welcome.theme_chosen.connect(theme.set_choice)
        self._settings.recovery.serve(sheet.key.panel)
        sheet.key.panel.copied.connect(self._settings.copied)
        sheet.start.problem_chosen.connect(self.problem_chosen)
        sheet.start.sample_chosen.connect(self.sample_chosen)
        sheet.start.model_chosen.connect(self._settings.open_copilot)
        sheet.finished.connect(lambda _: self._settings.keeping.keep(ONBOARDING_DONE, True))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
