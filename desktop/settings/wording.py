"""Sizes, dates and counts as people read them."""

from __future__ import annotations

from datetime import datetime

_KIB = 1024


def file_size(size: int) -> str:
    """Bytes as “340 KB” or “12.4 MB”."""
    if size < _KIB:
        return f"{size} bytes"
    if size < _KIB * _KIB:
        return f"{size / _KIB:.0f} KB"
    if size < _KIB**3:
        return f"{size / _KIB**2:.1f} MB"
    return f"{size / _KIB**3:.1f} GB"


def moment(at: datetime) -> str:
    """A time on this computer's clock, as “21 Nov 2025, 02:40”."""
    local = at.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def count(number: int, singular: str, plural: str = "") -> str:
    """“1 cause”, “4 causes”."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
