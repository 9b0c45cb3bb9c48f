"""The rules find every secret of the ticket corpus and leave harmless lines alone."""

from __future__ import annotations

import pytest

from core.redaction.redactor import Redactor
from tests.unit.redaction.corpus import HARMLESS, MARKED, TERMS, Snippet
from tests.unit.redaction.figures import Figures, measure, replaced


@pytest.fixture(scope="module")
def figures() -> Figures:
    return measure()


def named(snippet: Snippet) -> str:
    return snippet.name


def test_nothing_of_a_known_format_is_missed(figures: Figures) -> None:
    print(figures)
    assert figures.missed == ()


def test_harmless_lines_stay_as_they_are(figures: Figures) -> None:
    assert len(figures.changed) <= figures.harmless / 100, figures.changed


def test_little_beyond_the_secret_itself_is_replaced(figures: Figures) -> None:
    assert figures.too_many_letters <= figures.letters / 100, figures.too_much


def test_the_corpus_is_large_enough_to_mean_something(figures: Figures) -> None:
    assert figures.lines >= 200
    assert len(MARKED) >= 35
    assert figures.harmless >= 150


@pytest.mark.parametrize("snippet", [*MARKED, *HARMLESS], ids=named)
def test_a_snippet_comes_back_as_it_was(snippet: Snippet) -> None:
    redactor = Redactor(terms=TERMS)
    redacted = redactor.redact(snippet.text)
    assert redactor.restore(redacted) == snippet.text
    assert redactor.redact(redacted) == redacted


@pytest.mark.parametrize("snippet", MARKED, ids=named)
def test_line_ends_and_invisible_characters_hide_no_secret(snippet: Snippet) -> None:
    """As a mail client, a Windows console and a file that was saved in UTF-16 show it."""
    for written in (
        snippet.text.replace("\n", "\r\n"),
        snippet.text.replace(" ", "\u00a0"),
        "".join(f"{letter}\0" for letter in snippet.text),
        snippet.text.replace(":", ":\u200b"),
    ):
        shown = _without(written, replaced(Redactor(terms=TERMS), written))
        for mark in snippet.marks:
            secret = snippet.text[mark.start : mark.end]
            if mark.is_secret and len(secret) >= 8 and not set("\n: ") & set(secret):
                assert secret not in shown


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}<>{text[end:]}"
    return text.replace("\0", "").replace("\u200b", "").replace("\u00a0", " ")
