"""What a piece of a script is, line by line: enough to colour it, not to understand it.

A line is read on its own with the state that the line before it left, so that typing in a long
script costs one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Block:
    """Something that may go over several lines: its kind, and what ends it."""

    piece: Piece
    start: re.Pattern[str]
    end: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexer:
    """The rules of a language; of two that fit at a place the first wins."""

    blocks: tuple[Block, ...]
    pieces: re.Pattern[str]


def pieces_of(line: str, lexer: Lexer, inside: int) -> tuple[list[tuple[Piece, int, int]], int]:
    """The pieces of a line as (kind, start, end), and the block that is open at its end.

    inside  the block that is open where the line begins, by its number from 1; 0 for none
    """
    found: list[tuple[Piece, int, int]] = []
    at = 0
    while at <= len(line):
        if inside:
            block = lexer.blocks[inside - 1]
            end = block.end.search(line, at)
            stop = end.end() if end else len(line)
            found.append((block.piece, at, stop))
            if end is None:
                break
            at, inside = stop, 0
        number, opening = _next_block(line, lexer, at)
        stop = opening.start() if opening else len(line)
        found.extend(_plain(line, lexer, at, stop))
        if opening is None:
            break
        inside, at = number, opening.start()
        block = lexer.blocks[inside - 1]
        end = block.end.search(line, opening.end())
        stop = end.end() if end else len(line)
        found.append((block.piece, at, stop))
        at = stop
        if end is None:
            break
        inside = 0
    return found, inside


def lexer_for(language: str) -> Lexer:
    """The rules for `powershell`, `bash` or `python`; any other text has no pieces."""
    return _LEXERS.get(language, _PLAIN)


def _next_block(line: str, lexer: Lexer, at: int) -> tuple[int, re.Match[str] | None]:
    """The first block that opens outside of comments and strings of one line."""
    limit = at
    for match in lexer.pieces.finditer(line, at):
        number, opening = _earliest(line, lexer, limit, match.start())
        if opening is not None:
            return number, opening
        limit = match.end()
    return _earliest(line, lexer, limit, len(line))


def _earliest(line: str, lexer: Lexer, start: int, end: int) -> tuple[int, re.Match[str] | None]:
    found = [
        (match.start(), number, match)
        for number, block in enumerate(lexer.blocks, start=1)
        if (match := block.start.search(line, start)) and match.start() < max(end, start)
    ]
    if not found:
        return 0, None
    _, number, match = min(found, key=lambda each: (each[0], each[1]))
    return number, match


def _plain(line: str, lexer: Lexer, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
    for match in lexer.pieces.finditer(line, start, end):
        if match.lastgroup is not None:
            yield Piece(match.lastgroup), match.start(), match.end()


def _words(words: str, flags: str = "") -> str:
    return (
        rf"(?{flags}:\b(?:{'|'.join(words.split())})\b)"
        if flags
        else (rf"\b(?:{'|'.join(words.split())})\b")
    )


def _rules(**rules: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{piece}>{rule})" for piece, rule in rules.items()))


_POWERSHELL_WORDS = (
    "begin break catch class continue data do dynamicparam else elseif end enum exit filter"
    " finally for foreach function if in param process return switch throw trap try until using"
    " while"
)
_BASH_WORDS = (
    "if then else elif fi for in do done while until case esac function return local export"
    " readonly declare set unset shift exit trap select break continue"
)
_PYTHON_WORDS = (
    "and as assert async await break class continue def del elif else except finally for from"
    " global if import in is lambda match nonlocal not or pass raise return try while with yield"
    " True False None"
)

_LEXERS = {
    "powershell": Lexer(
        blocks=(
            Block(Piece.COMMENT, re.compile(r"<#"), re.compile(r"#>")),
            Block(Piece.STRING, re.compile(r'@"\s*$'), re.compile(r'^"@')),
            Block(Piece.STRING, re.compile(r"@'\s*$"), re.compile(r"^'@")),
        ),
        pieces=_rules(
            comment=r"(?<![`\w<])#.*",
            string=r"""'(?:[^']|'')*'|"(?:[^"`]|`.|"")*\"""",
            variable=r"\$(?:\{[^}]*\}|[\w:?^$]+)",
            keyword=_words(_POWERSHELL_WORDS, "i"),
            command=r"(?<![\w$.-])[A-Za-z]+-[A-Za-z]\w*",
            parameter=r"(?<![\w-])-[A-Za-z]\w*",
            number=r"(?<![\w.-])\d[\w.]*",
        ),
    ),
    "bash": Lexer(
        blocks=(),
        pieces=_rules(
            comment=r"(?<![\w$\\{])#.*",
            string=r"""'[^']*'|"(?:[^"\\]|\\.)*\"""",
            variable=r"\$(?:\{[^}]*\}|[\w@#?*!$-])\w*",
            keyword=_words(_BASH_WORDS),
            parameter=r"(?<![\w-])--?[A-Za-z][\w-]*",
            number=r"(?<![\w.-])\d+\b",
        ),
    ),
    "python": Lexer(
        blocks=(
            Block(Piece.STRING, re.compile(r'"{3}'), re.compile(r'"{3}')),
            Block(Piece.STRING, re.compile(r"'{3}"), re.compile(r"'{3}")),
        ),
        pieces=_rules(
            comment=r"#.*",
            string=r"""[rbfuRBFU]{0,2}(?:'(?!'')(?:[^'\\]|\\.)*'|"(?!"")(?:[^"\\]|\\.)*")""",
            keyword=_words(_PYTHON_WORDS),
            command=r"\b[A-Za-z_]\w*(?=\()",
            number=r"(?<![\w.])\d[\w.]*",
        ),
    ),
}
_PLAIN = Lexer(blocks=(), pieces=re.compile(r"(?!)"))
