"""Pieces of a text that are to be replaced, and what to do where they meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.redaction.placeholder import Kind
from core.redaction.rule import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """`rank`: of pieces that overlap, the one of the lowest rank says the kind."""

    start: int
    end: int
    kind: Kind
    rank: int


def united(pieces: Iterable[Piece]) -> list[Piece]:
    """In order of place, without overlaps: pieces that overlap become one."""
    result: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.start, each.end)):
        last = result[-1] if result else None
        if last is None or piece.start >= last.end:
            result.append(piece)
            continue
        leading = min(last, piece, key=lambda each: each.rank)
        result[-1] = replace(leading, start=last.start, end=max(last.end, piece.end))
    return result


def outside(pieces: Iterable[Piece], kept: Sequence[Span]) -> list[Piece]:
    """The pieces that touch none of the spans; those are in order and do not overlap."""
    ends = [end for _, end in kept]

    def touches(piece: Piece) -> bool:
        at = bisect_left(ends, piece.start + 1)
        return at < len(kept) and kept[at][0] < piece.end

    return [piece for piece in pieces if not touches(piece)]


def past_digits(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces with the digits that follow: a placeholder ends in a number of its own."""
    result = []
    for at, piece in enumerate(pieces):
        limit = pieces[at + 1].start if at + 1 < len(pieces) else len(text)
        end = piece.end
        while end < limit and text[end] in "0123456789":
            end += 1
        result.append(replace(piece, end=end))
    return result
