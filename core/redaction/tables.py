"""Passwords in tables: the column under a heading that says so.

Columns are told by their separators; those of a table without any need a line of dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.redaction.placeholder import Kind
from core.redaction.rule import Rule, Span, without_quotes
from core.redaction.words import is_value

_HEADING = re.compile(
    r"[\"'*` ]{0,3}(?:(?:\w{1,12}[ -])?(?:password|passwort|passwd|pwd|kennwort|mot de passe"
    r"|contraseña"
    r"|senha|wachtwoord|pin|psk|secret|key content|shared secret|community)(?:[ ]\w{1,10})?|pw"
    r"|pass)"
    r"[\"'*` ]{0,3}",
    re.IGNORECASE,
)
_SEPARATORS = ("|", "\t", ";", ",")
_GAP = re.compile(r"\S(?:\S|[ ](?=\S))*")
_RULER = re.compile(r"[\s|+:=-]*")
_WIDEST = 400


def _cells(line: str, separator: str) -> list[Span]:
    if not separator:
        return [match.span() for match in _GAP.finditer(line)]
    cells, start = [], 0
    for cell in line.split(separator):
        left = start + len(cell) - len(cell.lstrip())
        cells.append((left, max(left, start + len(cell.rstrip()))))
        start += len(cell) + len(separator)
    return cells


def _heading(line: str) -> tuple[str, int] | None:
    """How the table's cells are separated, and which column holds the passwords."""
    for separator in (*_SEPARATORS, ""):
        if separator and (separator not in line or (f"{separator} " in line and separator in ",;")):
            continue
        cells = _cells(line, separator)
        named = [at for at, cell in enumerate(cells) if _HEADING.fullmatch(line[slice(*cell)])]
        if named and len(cells) > 1 and len(cells) <= 20:
            return separator, named[0]
    return None


def _find(text: str) -> Iterator[Span]:
    table: tuple[str, int] | None = None
    heading = ""
    is_ruled = False
    start = 0
    for line in text.split("\n"):
        if len(line) > _WIDEST:
            table = None
        elif table is None:
            table, heading, is_ruled = _heading(line), line, False
        elif _RULER.fullmatch(line):
            is_ruled = is_ruled or bool(line.strip())
        else:
            cell = _cell_of(line, heading, *table) if table[0] or is_ruled else None
            if cell is None:
                table, heading, is_ruled = _heading(line), line, False
            elif is_value(line[slice(*cell)]):
                yield without_quotes(text, (start + cell[0], start + cell[1]))
        start += len(line) + 1


def _cell_of(line: str, heading: str, separator: str, column: int) -> Span | None:
    """The line's cell in the column; None where the table has ended."""
    cells = _cells(line, separator)
    if separator:
        return cells[column] if len(cells) == len(_cells(heading, separator)) else None
    begins = _cells(heading, "")[column][0]
    return next((cell for cell in cells if cell[0] == begins), None) if len(cells) > 1 else None


RULES = (
    Rule(
        Kind.PASSWORD,
        "a column headed password",
        (
            "pass",
            "pwd",
            "pw",
            "kennw",
            "senha",
            "wachtwoord",
            "contrase",
            "pin",
            "psk",
            "secret",
            "key content",
            "community",
        ),
        _find,
    ),
)
