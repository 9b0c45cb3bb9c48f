"""Documents name no people: whoever reported the problem is "the user"."""

from __future__ import annotations

import re
from collections.abc import Callable

_STAND_IN = "the user"
_SHORTEST_PART = 3
# Names that are also words an engineer starts a sentence with; alone they are left as they are.
ALSO_WORDS = frozenset(
    {"Art", "Bill", "Cash", "Chase", "Drew", "Field", "Grant", "Hope", "Lane", "Long", "Mark"}
    | {"Max", "May", "Page", "Park", "Port", "Price", "Read", "Short", "Sue", "Will", "Young"}
)


def without_name(contact: str) -> Callable[[str], str]:
    """A function that takes the contact's name out of a text.

    The whole name is found in any spelling of its letters' case; first or last name alone only
    where it is written as a name. What is part of an address or a path stays.
    """
    parts = contact.replace(",", " ").split()
    if not parts:
        return lambda text: text
    orders = {r"[\s,]+".join(map(re.escape, order)) for order in (parts, parts[::-1])}
    alone = [part for part in parts if len(part) >= _SHORTEST_PART and part not in ALSO_WORDS]
    names = [f"(?i:{order})" for order in orders if len(parts) > 1] + list(map(re.escape, alone))
    if not names:
        return lambda text: text
    pattern = re.compile(rf"(?<![\w@.\\/-])(?:{'|'.join(names)})(?![\w@\\/]|[.-]\w)")
    return lambda text: pattern.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    before = match.string[: match.start()].rstrip()
    starts_sentence = not before or before[-1] in ".!?:\n"
    return _STAND_IN.capitalize() if starts_sentence else _STAND_IN
