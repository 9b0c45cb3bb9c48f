"""Reads PowerShell that is right but that the grammar does not take.

The grammar stumbles over lists of bare words (`Select-Object Name, Status`), a variable with a path
behind it (`$env:TEMP\\a.txt`) and units (`1GB`). Where it does, these are written in a way it
takes, character by character, and only the structure is taken from there: every text is still
read from the script as it stands. Nothing that starts a command is ever changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.scripts.model import Language
from core.scripts.syntax import Span, SyntaxTree, line_of, parse

# PowerShell takes these for plain quotes and dashes; one character each, so places stay the same.
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("–—―", "-")}  # noqa: RUF001
)
_NOT_CODE = re.compile(
    r"<#.*?#>|(?<![\w`$&])#[^\n]*|@'[ \t]*\n.*?\n'@|@\"[ \t]*\n.*?\n\"@"
    r"|'(?:[^']|'')*'|\"(?:`.|\"\"|[^\"`])*\"",
    re.DOTALL,
)
_UNIT = re.compile(r"(?<=\d)[kmgtpKMGTP][bB]\b")
_PATH = re.compile(r"(?<=[\s,(])\$(?=\{?[\w:]+\}?[\\/.][\w*\\$.])")
_LIST = re.compile(
    r"(?<=[\s,])[A-Za-z*_][\w*.-]*\s*(?P<behind>,)"
    r"|(?P<before>,)(?=\s*[A-Za-z*_][\w*.-]*(?:[\s,;|)}]|$))"
)
_MOST_LINES = 100
_MOST_WORK = 400_000  # characters read again
_LINES_OF_AN_ERROR = 30


def parse_powershell(text: str) -> SyntaxTree:
    """Parse; never raises. What PowerShell itself would not take stays in `errors`."""
    plain = text.translate(_TYPOGRAPHY)
    tree = parse(plain, Language.POWERSHELL)
    if not tree.has_error:
        return tree
    best, written = tree, plain
    for rewritten in (_rewritten(plain, _PATH, "_"), _rewritten(plain, _UNIT, "00")):
        best, written = _better(best, written, _merged(plain, written, rewritten))
    tried: set[int] = set()
    while best.has_error and len(tried) < _MOST_LINES and len(tried) * len(plain) < _MOST_WORK:
        line = next((one for one in _lines_around(best.errors, plain) if one not in tried), None)
        if line is None:
            break
        tried.add(line)
        best, written = _better(best, written, _without_lists(written, line))
    return replace(best, text=plain)


def _lines_around(errors: Sequence[Span], text: str) -> Iterator[int]:
    """From 0: the lines of the errors, and the ones before, where a list may have begun."""
    for span in errors:
        first, last = line_of(text, span.start) - 1, line_of(text, span.end) - 1
        yield from range(max(first - 1, 0), min(last, first + _LINES_OF_AN_ERROR) + 1)


def _better(tree: SyntaxTree, written: str, attempt: str) -> tuple[SyntaxTree, str]:
    if attempt == written:
        return tree, written
    other = parse(attempt, Language.POWERSHELL)
    return (other, attempt) if _badness(other) < _badness(tree) else (tree, written)


def _badness(tree: SyntaxTree) -> int:
    return sum(span.end - span.start + 1 for span in tree.errors)


def _merged(plain: str, written: str, rewritten: str) -> str:
    """Both rewritings of `plain` in one."""
    pairs = zip(plain, written, rewritten, strict=True)
    return "".join(one if other == old else other for old, one, other in pairs)


def _rewritten(text: str, pattern: re.Pattern[str], to: str) -> str:
    code = _code(text)
    parts = list(text)
    for found in pattern.finditer(code):
        parts[found.start() : found.end()] = list(to)
    return "".join(parts)


def _without_lists(text: str, line: int) -> str:
    """The text with blanks for the commas between bare words of one line."""
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[:line])
    end = start + len(lines[line])
    code = _code(text)
    parts = list(text)
    for found in _LIST.finditer(code, max(start - 1, 0), end):
        for group in ("behind", "before"):
            at = found.start(group)
            if at >= 0:
                # A comma at the end of a line goes on with the next: so does an escape.
                parts[at] = "`" if at + 1 == end else " "
    return "".join(parts)


def _code(text: str) -> str:
    """The text with comments and strings blanked."""
    return _NOT_CODE.sub(lambda found: re.sub(r"[^\n]", "\x01", found[0]), text)
