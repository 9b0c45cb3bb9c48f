"""Where a window comes back: pure geometry.

All numbers are device-independent pixels, as Qt gives them: a screen whose scale changed has
another size in them, and the same rules hold.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

# Room for the window's frame, which is drawn around its inside by the system.
_SIDE, _TOP, _BOTTOM = 8, 36, 8


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, other: Area) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def overlap(self, other: Area) -> int:
        """How many square pixels both have."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(wide, 0) * max(high, 0)


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that windows may use; `area` is without task bars.

    name  the same for the same screen after it was unplugged; two of one make may share it
    """

    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class Place:
    """How a window was left. `inside` is its normal size, also while it was maximised."""

    inside: Area
    screen: Screen
    is_maximised: bool = False


def first_place(width: int, height: int, screen: Screen) -> Area:
    """A new window: in the middle of a screen, and no larger than it."""
    area = _usable(screen.area)
    width, height = min(width, area.width), min(height, area.height)
    x, y = area.x + (area.width - width) // 2, area.y + (area.height - height) // 2
    return Area(x, y, width, height)


def come_back(place: Place, screens: Sequence[Screen]) -> Area:
    """The inside of a window that was left at `place`: all of it on one of these screens.

    `screens` is not empty; its first is the primary one. A window stays on its screen, wherever
    that is now. Without it the window stays where most of it can be seen, or goes to the primary.
    """
    same = [screen for screen in screens if screen.name == place.screen.name]
    old, inside = place.screen.area, place.inside
    if same:
        screen = min(same, key=lambda one: abs(one.area.x - old.x) + abs(one.area.y - old.y))
        area = screen.area
        inside = Area(
            area.x + inside.x - old.x, area.y + inside.y - old.y, inside.width, inside.height
        )
        return _moved_into(inside, _usable(area))
    screen = max(screens, key=lambda one: one.area.overlap(inside))
    if not screen.area.overlap(inside):
        return first_place(inside.width, inside.height, screens[0])
    return _moved_into(inside, _usable(screen.area))


def _usable(area: Area) -> Area:
    """Where the inside of a window may be when its frame is to be seen too."""
    width = max(area.width - 2 * _SIDE, 1)
    height = max(area.height - _TOP - _BOTTOM, 1)
    return Area(area.x + _SIDE, area.y + _TOP, width, height)


def _moved_into(inside: Area, area: Area) -> Area:
    width, height = min(inside.width, area.width), min(inside.height, area.height)
    x = min(max(inside.x, area.x), area.x + area.width - width)
    y = min(max(inside.y, area.y), area.y + area.height - height)
    return Area(x, y, width, height)


def write_place(place: Place) -> str:
    """A place as text for the settings."""
    return json.dumps(asdict(place))


def read_place(text: str) -> Place | None:
    """The place that was written; None for anything else."""
    try:
        found = json.loads(text)
        screen = Screen(str(found["screen"]["name"]), _read_area(found["screen"]["area"]))
        return Place(_read_area(found["inside"]), screen, bool(found["is_maximised"]))
    except (ValueError, KeyError, TypeError):
        return None


def _read_area(found: dict[str, int]) -> Area:
    area = Area(*(int(found[name]) for name in ("x", "y", "width", "height")))
    if area.width < 1 or area.height < 1:
        raise ValueError("an area without size")
    return area
