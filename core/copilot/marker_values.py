"""Reads the JSON of a marker block, and plain values out of it. Nothing here raises.

A model's text is untrusted: characters nobody can see are removed, halves of surrogate pairs
become U+FFFD, and numbers that JSON does not have (NaN, infinity) count as missing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from uuid import UUID

# Control characters but tab and line feed, zero-width marks, and those that reorder what is read.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STRING_OR_TRAILING_COMMA = re.compile(
    r'(?P<string>"(?:[^"\\]++|\\.)*+"?)|,(?=\s*+[\]}])', re.DOTALL
)
_TO_PAYLOAD = re.compile(r"[^\[{]*")


def read_json(payload: str) -> object:
    """What the JSON says; None when it cannot be read.

    A code fence around it is taken off. Line breaks inside strings and commas before a closing
    bracket are let pass; anything else that is not JSON is not guessed at.
    """
    text = payload.strip().removeprefix("\ufeff").strip()
    if text.startswith("`"):
        text = _TO_PAYLOAD.sub("", text, count=1)
    text = text.rstrip("`").rstrip()
    value = _loads(text)
    if value is None:
        value = _loads(_STRING_OR_TRAILING_COMMA.sub(lambda found: found["string"] or "", text))
    return value


def _loads(text: str) -> object:
    try:
        value: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def objects(value: object) -> list[Mapping[str, object]]:
    """The objects of an array; a single object counts as an array of one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def text_of(value: object, limit: int | None = None) -> str:
    """A text of any number of lines, trimmed and cut at `limit`; empty when it is none."""
    if not isinstance(value, str):
        return ""
    seen = _UNSEEN.sub("", _LINE_END.sub("\n", value))
    return _SURROGATE.sub("\ufffd", seen).strip()[:limit].rstrip()


def line_of(value: object, limit: int | None = None) -> str:
    """A text on one line, as `text_of`."""
    return " ".join(text_of(value).split())[:limit].rstrip()


def word_of(value: object) -> str:
    """A word out of a fixed list, whatever its case."""
    return line_of(value).lower()


def uuid_of(value: object) -> UUID | None:
    """An id; None when it is missing or none."""
    try:
        return UUID(line_of(value))
    except ValueError:
        return None


def number_of(value: object) -> float | None:
    """A finite number, also one written as text or with a percent sign; True is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value.strip().rstrip("%") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def scalar_of(value: object) -> str | int | float | bool | None:
    """A value a script parameter can have; None when it is none."""
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and number_of(value) is not None:
        return value
    return None
