"""In which sizes and themes the states are played."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.theme.theme import ThemeChoice


@dataclass(frozen=True, slots=True)
class Variant:
    """`width` and `height` in device-independent pixels, `text` in percent of the usual size."""

    theme: ThemeChoice
    width: int
    height: int
    scale: int = 1
    text: int = 100

    @property
    def name(self) -> str:
        scale = f"-{self.scale * 100}" if self.scale > 1 else ""
        text = f"-text{self.text}" if self.text != 100 else ""
        return f"{self.theme.value}-{self.width}x{self.height}{scale}{text}"


VARIANTS = (
    Variant(ThemeChoice.DARK, 1280, 800),
    Variant(ThemeChoice.LIGHT, 1280, 800),
    Variant(ThemeChoice.DARK, 1920, 1080),
    Variant(ThemeChoice.LIGHT, 1920, 1080),
    Variant(ThemeChoice.DARK, 1280, 800, scale=2),
    Variant(ThemeChoice.LIGHT, 1280, 800, scale=2),
    # What a laptop's screen of 1920 x 1080 has room for when it is scaled to 200 %.
    Variant(ThemeChoice.DARK, 960, 540, scale=2),
    Variant(ThemeChoice.LIGHT, 1280, 800, text=150),
)
