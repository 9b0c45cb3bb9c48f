"""Which of the installed fonts the application speaks with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

_MONO_WISHES = ("JetBrains Mono", "Cascadia Mono", "Consolas", "SF Mono", "DejaVu Sans Mono")
_UI_WISHES = ("Inter", "Noto Sans")
# What bare Linux systems fall back to; wide letters that make dense panels wrap early.
_FALLBACK_UI = frozenset({"DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans"})


@dataclass(frozen=True)
class Fonts:
    """Family names of the interface font and the font for code."""

    ui: str
    mono: str

    def style_values(self) -> dict[str, str]:
        """Return every style sheet placeholder for font families."""
        return {"font_ui": f'"{self.ui}"', "font_code": f'"{self.mono}"'}


def installed_fonts() -> Fonts:
    """Choose from what is installed; needs a QGuiApplication."""
    families = frozenset(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return Fonts(
        ui=choose_ui(QFontInfo(system).family(), families),
        mono=first_installed(_MONO_WISHES, families) or QFontInfo(fixed).family(),
    )


def choose_ui(system: str, families: Collection[str]) -> str:
    """Keep the system's font unless it is only the fallback of a bare Linux system."""
    if system not in _FALLBACK_UI:
        return system
    return first_installed(_UI_WISHES, families) or system


def first_installed(wishes: Sequence[str], families: Collection[str]) -> str | None:
    """Return the first wished family that is installed."""
    return next((wish for wish in wishes if wish in families), None)


def sized(family: str, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font of that family with a height in device-independent pixels."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font
