"""The grounds that everything else stands on: panels, cards, tinted areas and dividers."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop.theme.properties import set_property
from desktop.theme.tokens import Tone


class SurfaceKind(StrEnum):
    """The grounds the theme knows, from the rail at the back to what floats in front."""

    SIDEBAR = "sidebar"
    PAGE = "page"
    CARD = "card"
    ELEVATED = "elevated"
    INPUT = "input"


class Panel(QFrame):
    """A plain area with one of the theme's grounds."""

    def __init__(self, kind: SurfaceKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", kind.value)


class Card(Panel):
    """A bordered card; a tone colours its left edge."""

    def __init__(self, *, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(SurfaceKind.CARD, parent)
        self.set_tone(tone)

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the left edge, or not."""
        set_property(self, "tone", tone.value if tone else "")


class TintPanel(QFrame):
    """An area tinted with a tone, such as a note."""

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "tint")
        self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        """Change what the area means."""
        set_property(self, "tone", tone.value)


class DockPanel(TintPanel):
    """A tinted area that is part of the page's edge: square, with a strong left edge."""

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(tone, parent)
        self.setProperty("surface", "dock")


class AsidePanel(QFrame):
    """Something set aside, such as a dismissed proposal: a dashed outline and no ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "aside")


class Divider(QFrame):
    """A line of one pixel, lying unless ``vertical``."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("divider", True)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, free)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(free, fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
