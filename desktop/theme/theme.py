"""The current theme: what was chosen, what the system asks for, and the look that follows."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop.theme import stylesheet
from desktop.theme.fonts import Fonts, installed_fonts, sized
from desktop.theme.metrics import METRICS, Density, Metrics
from desktop.theme.palette import palette_of
from desktop.theme.palettes import DARK, LIGHT
from desktop.theme.sheet_images import SheetImages
from desktop.theme.tokens import Tokens


class ThemeChoice(StrEnum):
    """What the engineer chose in the settings."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Theme(QObject):
    """Gives the application its look and changes it live.

    Dark unless the choice, or a system that has a preference, says light.
    """

    changed = Signal()

    def __init__(
        self,
        choice: ThemeChoice = ThemeChoice.SYSTEM,
        *,
        density: Density = Density.COMFORTABLE,
        text_size: int = 100,
        reduce_motion: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choice = choice
        self._density = density
        self._text_size = text_size
        self._metrics = METRICS[density].scaled(text_size)
        self._reduce_motion = reduce_motion
        self._system_is_light = False
        self._app: QApplication | None = None
        self._images = SheetImages()
        self._fonts = Fonts(ui="sans-serif", mono="monospace")

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen; ``is_dark`` says what came of it."""
        return self._choice

    @property
    def density(self) -> Density:
        """How much air controls get."""
        return self._density

    @property
    def text_size(self) -> int:
        """The size of text, in percent of its usual size."""
        return self._text_size

    @property
    def reduce_motion(self) -> bool:
        """Whether panels appear at once instead of sliding."""
        return self._reduce_motion

    @property
    def is_dark(self) -> bool:
        """Whether the dark set is shown now."""
        if self._choice is ThemeChoice.SYSTEM:
            return not self._system_is_light
        return self._choice is ThemeChoice.DARK

    @property
    def tokens(self) -> Tokens:
        """The colours shown now."""
        return DARK if self.is_dark else LIGHT

    @property
    def metrics(self) -> Metrics:
        """The measures in force now."""
        return self._metrics

    @property
    def fonts(self) -> Fonts:
        """The font families in use; known after ``apply``."""
        return self._fonts

    def colour(self, name: str) -> QColor:
        """Return a token's colour for painting; raises ThemeError for an unknown name."""
        return QColor(self.tokens.colour(name))

    def duration(self, milliseconds: int) -> int:
        """Return how long an animation of that length takes: 0 when motion is reduced."""
        return 0 if self._reduce_motion else milliseconds

    def apply(self, app: QApplication) -> None:
        """Give the application this look and follow the system from now on."""
        if self._app is not None:
            return
        self._app = app
        self._fonts = installed_fonts()
        app.setStyle("Fusion")
        self._ask_system(app)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._dress(app)

    def set_choice(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay dark or light."""
        if choice is self._choice:
            return
        self._choice = choice
        if self._app is not None:
            self._ask_system(self._app)
        self._refresh()

    def set_density(self, density: Density) -> None:
        """Give controls more or less air."""
        if density is not self._density:
            self._density = density
            self._refresh()

    def set_text_size(self, percent: int) -> None:
        """Make text larger or smaller than usual."""
        if percent != self._text_size:
            self._text_size = percent
            self._refresh()

    def set_reduce_motion(self, reduce: bool) -> None:
        """Let panels appear at once instead of sliding; takes effect with the next movement."""
        self._reduce_motion = reduce

    def _ask_system(self, app: QApplication) -> None:
        """Have window frames and native dialogs drawn in the chosen scheme too."""
        hints = app.styleHints()
        if self._choice is ThemeChoice.SYSTEM:
            hints.unsetColorScheme()
            self._system_is_light = hints.colorScheme() is Qt.ColorScheme.Light
            return
        hints.setColorScheme(Qt.ColorScheme.Dark if self.is_dark else Qt.ColorScheme.Light)

    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        # While a choice is in force the signal only echoes our own request.
        if self._choice is not ThemeChoice.SYSTEM:
            return
        is_light = scheme is Qt.ColorScheme.Light
        if is_light != self._system_is_light:
            self._system_is_light = is_light
            self._refresh()

    def _refresh(self) -> None:
        self._metrics = METRICS[self._density].scaled(self._text_size)
        if self._app is not None:
            self._dress(self._app)
        self.changed.emit()

    def _dress(self, app: QApplication) -> None:
        values = stylesheet.style_values(self.tokens, self.metrics, self._fonts, self._images)
        app.setFont(sized(self._fonts.ui, self.metrics.font_body))
        app.setPalette(palette_of(self.tokens))
        app.setStyleSheet(stylesheet.application_style(values))
