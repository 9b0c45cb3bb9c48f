"""What changed between two texts, line by line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_AROUND = 3
# Whatever a text field takes for the end of a line; else its lines and ours would not agree.
_ENDS = re.compile("\r\n|[\n\r\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: `+` added, `-` removed, a space kept, `…` left out. Numbers count from 1."""

    sign: str
    text: str
    old: int | None = None
    new: int | None = None


def diff_lines(before: str, after: str) -> Iterator[DiffLine]:
    """The lines of both texts as one, with three lines of what was kept around each change.

    How lines end does not count: a text field cannot show it.
    """
    old, new = _ENDS.split(before), _ENDS.split(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    last = 0
    for group in matcher.get_grouped_opcodes(_AROUND):
        if group[0][1] > last:
            yield DiffLine("…", "")
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                for at, to in zip(
                    range(old_start, old_end), range(new_start, new_end), strict=True
                ):
                    yield DiffLine(" ", old[at], at + 1, to + 1)
                continue
            yield from (DiffLine("-", old[at], at + 1) for at in range(old_start, old_end))
            yield from (DiffLine("+", new[to], None, to + 1) for to in range(new_start, new_end))
        last = group[-1][2]
    if 0 < last < len(old):
        yield DiffLine("…", "")
