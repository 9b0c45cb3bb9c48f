"""How well the rules do on the corpus: `python -m tests.unit.redaction.figures`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from core.redaction.redactor import Redactor
from core.redaction.rule import Span
from tests.unit.redaction.corpus import HARMLESS, MARKED, TERMS, Snippet


@dataclass(frozen=True)
class Figures:
    """What became of the corpus; each entry of the lists names its snippet and its line.

    too_much  letters outside all marks that were replaced in snippets with marks
    changed   lines of the harmless snippets that are no longer as they were
    """

    lines: int
    secrets: int
    terms: int
    missed: tuple[str, ...]
    letters: int
    too_much: tuple[str, ...]
    too_many_letters: int
    harmless: int
    changed: tuple[str, ...]

    def __str__(self) -> str:
        found = self.secrets + self.terms - len(self.missed)
        return "\n".join(
            (
                f"marked: {self.secrets} secrets and {self.terms} terms in {self.lines} lines",
                f"found {found}, missed {len(self.missed)}",
                f"replaced beyond the marks: {self.too_many_letters} of {self.letters} letters",
                f"harmless lines changed: {len(self.changed)} of {self.harmless}",
            )
        )


def replaced(redactor: Redactor, text: str) -> list[Span]:
    """Which parts of the text a request would not show."""
    redacted = redactor.redact(text)
    spans, at, shift = [], 0, 0
    for finding in redactor.findings(redacted):
        start = finding.start + shift
        at = start + len(finding.placeholder.original)
        spans.append((start, at))
        shift = at - finding.end
    return spans


def measure() -> Figures:
    missed, too_much, letters, too_many = [], [], 0, 0
    for snippet in MARKED:
        hidden = {at for span in replaced(_redactor(), snippet.text) for at in range(*span)}
        marked = {at for mark in snippet.marks for at in range(mark.start, mark.end)}
        missed += [
            _line(snippet, mark.start)
            for mark in snippet.marks
            if any(
                at not in hidden and not snippet.text[at].isspace()
                for at in range(mark.start, mark.end)
            )
        ]
        beyond = sorted(hidden - marked)
        too_many += len(beyond)
        letters += len(snippet.text) - len(marked)
        too_much += [
            f"{''.join(snippet.text[at] for at in group)!r} in {line}"
            for line, group in groupby(beyond, partial(_line, snippet))
        ]
    changed = [
        f"{snippet.name}: {snippet.text[slice(*span)]!r} in {_line(snippet, span[0])}"
        for snippet in HARMLESS
        for span in replaced(_redactor(), snippet.text)
    ]
    marks = [mark for snippet in MARKED for mark in snippet.marks]
    return Figures(
        lines=sum(snippet.marked_lines for snippet in MARKED),
        secrets=sum(mark.is_secret for mark in marks),
        terms=sum(not mark.is_secret for mark in marks),
        missed=tuple(missed),
        letters=letters,
        too_much=tuple(too_much),
        too_many_letters=too_many,
        harmless=sum(_lines(snippet) for snippet in HARMLESS),
        changed=tuple(changed),
    )


def _redactor() -> Redactor:
    return Redactor(terms=TERMS)


def _lines(snippet: Snippet) -> int:
    return sum(bool(line.strip()) for line in snippet.text.splitlines())


def _line(snippet: Snippet, at: int) -> str:
    number = snippet.text.count("\n", 0, at)
    return f"{snippet.name}: {snippet.text.split(chr(10))[number]}"


def report(sentences: Sequence[str], heading: str) -> str:
    return "\n  ".join([f"{heading}:", *sentences]) if sentences else f"{heading}: none"


def main() -> None:
    figures = measure()
    print(figures)
    print(report(figures.missed, "missed"))
    print(report(figures.too_much, "replaced beyond the marks"))
    print(report(figures.changed, "harmless, but changed"))


if __name__ == "__main__":
    main()
