"""Measures in device-independent pixels; density changes the room around things, not the text."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class Density(StrEnum):
    """How much air controls and cards get."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """Lengths in device-independent pixels."""

    font_heading: int = 17
    font_title: int = 14
    font_body: int = 13
    font_small: int = 12
    font_label: int = 11
    font_mono: int = 12
    font_mono_small: int = 11

    radius_card: int = 8
    radius_control: int = 5
    radius_pill: int = 9

    control_pad_y: int = 6
    control_pad_x: int = 12
    item_pad_y: int = 5
    card_pad: int = 10
    gap: int = 8

    def scaled(self, percent: int) -> Metrics:
        """These measures with larger or smaller text; the room around it stays."""
        fonts = {
            name: round(length * percent / 100)
            for name, length in asdict(self).items()
            if name.startswith("font_")
        }
        return replace(self, **fonts)

    def style_values(self) -> dict[str, str]:
        """Return every style sheet placeholder for lengths, as ``13px``."""
        lengths = asdict(self)
        # A focus ring is one pixel thicker than the border it replaces; the text must not move.
        lengths["control_pad_y_ring"] = self.control_pad_y - 1
        lengths["control_pad_x_ring"] = self.control_pad_x - 1
        return {name: f"{length}px" for name, length in lengths.items()}


METRICS: dict[Density, Metrics] = {
    Density.COMFORTABLE: Metrics(),
    Density.COMPACT: Metrics(control_pad_y=3, control_pad_x=10, item_pad_y=3, card_pad=7, gap=6),
}
