"""What a piece of a script is, line by line: enough to colour it, not to understand it.

A line is read once, on its own, with the state that the line before it left: typing in a long
script costs one line. A parser would have to read everything, and half-typed code breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_NOTHING = "(?!)"


class Piece(StrEnum):
    """The kinds of pieces that have a colour of their own."""

    COMMENT = "comment"
    STRING = "string"
    KEYWORD = "keyword"
    VARIABLE = "variable"
    COMMAND = "command"
    PARAMETER = "parameter"
    NUMBER = "number"
    PLACEHOLDER = "placeholder"


Found = tuple[Piece, int, int]
"""A kind of piece, and where it starts and ends in its line. A later one lies on top."""


@dataclass(frozen=True, slots=True)
class Region:
    """Something that may go over several lines.

    rest      matches from behind its start, or from the start of a later line, through its end
    starting  matches what belongs to its start
    filled    has variables in it
    """

    piece: Piece
    starting: str
    rest: re.Pattern[str]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of a language; of two that fit at a place the first wins.

    skipped   what is passed over as it is, such as an escaped quote
    pieces    what lies within one line
    document  matches the start of a text that begins on the next line; its group `word` ends it
    """

    regions: tuple[Region, ...] = ()
    pieces: Mapping[Piece, str] = field(default_factory=dict)
    skipped: str = _NOTHING
    document: str = _NOTHING


class Lexer:
    """Reads the lines of one text. A state is 0 in code, or says what the line begins inside of."""

    def __init__(self, language: Language) -> None:
        self._regions = language.regions
        variable = language.pieces.get(Piece.VARIABLE, _NOTHING)
        self._filling = re.compile(f"{language.skipped}|(?P<variable>{variable})")
        self._code = re.compile(
            "|".join(
                (
                    language.skipped,
                    f"(?P<document>{language.document})",
                    *(f"(?P<r{n}>{one.starting})" for n, one in enumerate(language.regions)),
                    *(f"(?P<{piece}>{rule})" for piece, rule in language.pieces.items()),
                )
            )
        )
        self._states = {f"r{n}": n + 1 for n in range(len(language.regions))}
        # Words that end a text of several lines; their numbers are states behind the regions'.
        self._ends: list[str] = []

    def read(self, line: str, state: int) -> tuple[list[Found], int]:
        """The pieces of a line, and the state of the next one."""
        if state > len(self._regions):
            return self._read_document(line, state)
        found: list[Found] = []
        at, after = 0, 0
        if state:
            at = self._read_region(line, 0, 0, state, found)
            if at < 0:
                return found, state
        while match := self._code.search(line, at):
            kind, at = match.lastgroup, match.end()
            if kind == "document":
                after = self._inside_until(match["word"])
            elif kind in self._states:
                state = self._states[kind]
                at = self._read_region(line, match.start(), at, state, found)
                if at < 0:
                    return found, state
            elif kind is not None:
                found.append((Piece(kind), match.start(), at))
        return found, after

    def _read_region(self, line: str, start: int, at: int, state: int, found: list[Found]) -> int:
        """Read to the end of a region; returns where that is, or -1 when the line ends first."""
        region = self._regions[state - 1]
        end = region.rest.match(line, at)
        stop = end.end() if end else len(line)
        found.append((region.piece, start, stop))
        if region.filled:
            found.extend(
                (Piece.VARIABLE, one.start(), one.end())
                for one in self._filling.finditer(line, at, stop)
                if one["variable"]
            )
        return stop if end else -1

    def _inside_until(self, word: str) -> int:
        if word not in self._ends:
            self._ends.append(word)
        return len(self._regions) + 1 + self._ends.index(word)

    def _read_document(self, line: str, state: int) -> tuple[list[Found], int]:
        end = self._ends[state - len(self._regions) - 1]
        return [(Piece.STRING, 0, len(line))], 0 if line.lstrip("\t") == end else state
