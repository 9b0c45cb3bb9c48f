"""What two FlowPilots of one engineer say to each other, one line each.

The one that is open greets with its process id, so that the newcomer can pass on the right to come
to the front; the newcomer asks; the open one says that it has taken that over. A line that is
longer than its limit or not understood ends the conversation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.links import LINK_LIMIT

LINE_LIMIT = 64 * 1024
"""Bytes; the longest argument there may be, with every character escaped, fits."""
TAKEN = b"taken\n"
_GREETING = "FlowPilot 1 "


@dataclass(frozen=True, slots=True)
class Asked:
    """What a start was asked for.

    argument  a link or the path of a file as it came, empty when there was none
    raises    the window is to come to the front; not so for a start at sign-in
    """

    argument: str = ""
    raises: bool = True


def greeting(process_id: int) -> bytes:
    return f"{_GREETING}{process_id}\n".encode()


def read_greeting(line: bytes) -> int | None:
    """The process id of the one that is open; None when the line is no greeting."""
    text = line.decode("ascii", "replace").removesuffix("\n")
    number = text.removeprefix(_GREETING)
    is_one = text.startswith(_GREETING) and number.isdecimal() and len(number) <= 10
    return int(number) if is_one else None


def request(asked: Asked) -> bytes:
    # Cut one character above the limit, so that whoever reads it still says that it is too long.
    told = {"open": asked.argument[: LINK_LIMIT + 1], "raise": asked.raises}
    return f"{json.dumps(told)}\n".encode()


def read_request(line: bytes) -> Asked | None:
    """What is asked; None when the line is no request."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    argument, raises = told.get("open"), told.get("raise")
    if not isinstance(argument, str) or not isinstance(raises, bool):
        return None
    return Asked(argument, raises)
