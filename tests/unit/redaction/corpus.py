"""The ticket corpus: texts in which every secret is marked «so» and every term ‹so›.

`¦` in a text is nothing: it keeps made-up tokens from looking like real ones to scanners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures" / "redaction"
TERMS = (
    *("Nordlicht", "Nordlicht Dental", "nordlicht-dental", "Praxis Nordlicht", "NLD"),
    *("NLD-RTR01", "NLD-FS01", "Anna Brandt", "a.brandt"),
)
_MARK = re.compile("«(?P<secret>[^»]*)»|‹(?P<term>[^›]*)›")
_SNIPPET = re.compile(r"^=== (.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """A piece of `Snippet.text` that must not be sent."""

    start: int
    end: int
    is_secret: bool


@dataclass(frozen=True)
class Snippet:
    name: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def marked_lines(self) -> int:
        return len({self.text.count("\n", 0, mark.start) for mark in self.marks})


def snippets(file: str) -> list[Snippet]:
    parts = _SNIPPET.split((FOLDER / file).read_text("utf-8").replace("¦", ""))
    return [_without_marks(name, body) for name, body in zip(parts[1::2], parts[2::2], strict=True)]


def _without_marks(name: str, body: str) -> Snippet:
    text, marks, at = "", [], 0
    for match in _MARK.finditer(body):
        text += body[at : match.start()]
        inner = match["secret"] if match["secret"] is not None else match["term"]
        marks.append(Mark(len(text), len(text) + len(inner), match["secret"] is not None))
        text += inner
        at = match.end()
    return Snippet(name, text + body[at:], tuple(marks))


MARKED = tuple(
    snippet
    for file in ("devices.txt", "windows.txt", "cloud.txt", "mails.txt")
    for snippet in snippets(file)
)
HARMLESS = tuple(snippets("harmless.txt"))
