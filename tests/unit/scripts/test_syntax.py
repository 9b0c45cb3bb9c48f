"""Scripts are parsed, whatever they are."""

from __future__ import annotations

import pytest

from core.scripts.model import Language
from core.scripts.syntax import Span, line_of, parse


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.POWERSHELL, "Get-Item 'a'\n"),
        (Language.POWERSHELL, "# only a comment"),
        (Language.POWERSHELL, "param([string] $A)"),
        (Language.POWERSHELL, ""),
        (Language.BASH, "ls | wc -l\n"),
        (Language.PYTHON, "print('\\d')\n"),
    ],
)
def test_a_valid_script_has_no_error(language: Language, text: str) -> None:
    assert not parse(text, language).has_error


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        (Language.POWERSHELL, "Get-Item 'ä'\nif (\n", 2),
        (Language.BASH, "echo 'ä'\nls )\n", 2),
        (Language.PYTHON, "a = 'ä'\nif (:\n", 2),
    ],
)
def test_an_error_is_found_on_its_line(language: Language, text: str, line: int) -> None:
    tree = parse(text, language)
    assert tree.has_error
    assert line_of(text, tree.errors[0].start) == line


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("text", ["\0", "a = '\ud800'", "(" * 5_000, "\ufeff'", "'''", "\r", "$("])
def test_parsing_never_raises(language: Language, text: str) -> None:
    assert all(0 <= span.start <= span.end <= len(text) for span in parse(text, language).errors)


def test_a_node_is_found_and_placed_by_characters() -> None:
    tree = parse("$ü = '😀ä'; Get-Item bä\n", Language.POWERSHELL)
    node = tree.node_at(Span(20, 22))
    assert node is not None
    assert (node.type, tree.span_of(node), tree.text_of(node)) == (
        "generic_token",
        Span(20, 22),
        "bä",
    )
