"""Colour arithmetic on ``#rrggbb`` strings: mixing and WCAG contrast."""

import re

_HEX = re.compile(r"#[0-9a-f]{6}")
_LINEAR_LIMIT = 0.04045


def is_hex_colour(text: str) -> bool:
    """Say whether the text is a lower-case ``#rrggbb`` colour."""
    return _HEX.fullmatch(text) is not None


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0-255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(front: str, back: str, share: float) -> str:
    """Lay ``front`` over ``back`` with an opacity of ``share`` (0-1)."""
    pairs = zip(channels(front), channels(back), strict=True)
    return "#" + "".join(f"{round(f * share + b * (1 - share)):02x}" for f, b in pairs)


def translucent(colour: str, share: float) -> str:
    """Return the colour as a style sheet value with an opacity of ``share`` (0-1)."""
    red, green, blue = channels(colour)
    return f"rgba({red}, {green}, {blue}, {round(share * 255)})"


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio, 1.0 (equal) to 21.0 (black on white)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_LIMIT:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
