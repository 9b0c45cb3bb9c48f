"""The version of a program, ordered as releases are: 1.2.0rc1 comes before 1.2.0."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FORM = re.compile(
    r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-.]?(a|alpha|b|beta|rc)\.?(\d{1,6}))?", re.ASCII
)
_RANKS = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "rc": 2}
_FINAL = 3


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """Compared by its numbers; `text` is how it was written."""

    numbers: tuple[int, int, int]
    rank: int = _FINAL
    serial: int = 0
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text


def read_version(text: str) -> Version | None:
    """Read `1.2.0`, `1.2.0rc1` or `1.2.0-rc.1`; None when it is no version."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    major, minor, patch, stage, serial = found.groups()
    numbers = (int(major), int(minor), int(patch))
    if stage is None:
        return Version(numbers, text=text)
    return Version(numbers, _RANKS[stage], int(serial), text)
