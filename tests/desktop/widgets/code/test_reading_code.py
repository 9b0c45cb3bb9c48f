"""Code is read as it is written, also over several lines, and never slowly."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
import yaml

from desktop.widgets.code.languages import language_of
from desktop.widgets.code.lexing import Lexer, Piece

SCRIPTS = Path(__file__).parents[4] / "resources" / "scripts"


def _read(language: str, text: str) -> tuple[list[tuple[Piece, str]], int]:
    lexer = Lexer(language_of(language))
    state = 0
    read: list[tuple[Piece, str]] = []
    for line in text.split("\n"):
        found, state = lexer.read(line, state)
        read += [(piece, line[start:end]) for piece, start, end in found]
    return read, state


def _of(piece: Piece, language: str, text: str) -> list[str]:
    return [words for kind, words in _read(language, text)[0] if kind is piece]


@pytest.mark.parametrize(
    ("language", "text", "strings"),
    [
        ("powershell", '$a = "one\nif two" ; if', ['"one', 'if two"']),
        ("powershell", '@"\nif\n  "@\n"@', ['@"', "if", '  "@', '"@']),
        ("powershell", "'it''s' 'b'", ["'it''s'", "'b'"]),
        ("powershell", '"a`"b" + "c""d"', ['"a`"b"', '"c""d"']),
        ("powershell", "\u2018one\u2019 \u201ctwo\u201d", ["\u2018one\u2019", "\u201ctwo\u201d"]),
        ("bash", "x=\"one\nif two\" 'a\nb'", ['"one', 'if two"', "'a", "b'"]),
        ("bash", "cat <<-'END'\nfor x\n\tEND\nfor", ["for x", "\tEND"]),
        ("bash", 'echo \\" "a\\"b"', ['"a\\"b"']),
        ("python", 'f"""a\nif b\n""" + \'c\'', ['f"""a', "if b", '"""', "'c'"]),
        ("python", "x = 'still typed", ["'still typed"]),
        ("python", '"" + "a\\"b"', ['""', '"a\\"b"']),
    ],
)
def test_strings_go_as_far_as_they_go(language: str, text: str, strings: list[str]) -> None:
    assert _of(Piece.STRING, language, text) == strings


@pytest.mark.parametrize(
    ("language", "text", "comments"),
    [
        ("powershell", '"# no" # yes', ["# yes"]),
        ("powershell", "<# a\nif #> if # b", ["<# a", "if #>", "# b"]),
        ("powershell", "'<# no' ; if", []),
        ("bash", "echo ${#a} $# a#b # yes", ["# yes"]),
        ("bash", "# cat <<EOF\nif", ["# cat <<EOF"]),
        ("python", '# """\nif', ['# """']),
    ],
)
def test_comments_begin_where_they_begin(language: str, text: str, comments: list[str]) -> None:
    assert _of(Piece.COMMENT, language, text) == comments


def test_what_follows_a_comment_or_text_is_code_again() -> None:
    assert _of(Piece.KEYWORD, "powershell", "<# a\nb #> if") == ["if"]
    assert _of(Piece.KEYWORD, "bash", "cat <<EOF\nif\nEOF\nfor") == ["for"]
    assert _of(Piece.KEYWORD, "bash", "# cat <<EOF\nif") == ["if"]


def test_variables_show_inside_text_that_fills_them_in_only() -> None:
    assert _of(Piece.VARIABLE, "powershell", "\"$a `$b ${env:c}\" '$d'") == ["$a", "${env:c}"]
    assert _of(Piece.VARIABLE, "bash", "\"$a \\$b\" '$d'") == ["$a"]


def test_any_other_language_has_no_pieces() -> None:
    assert _read("cobol", "if 'a' # b") == ([], 0)


@pytest.mark.parametrize("language", ["powershell", "bash", "python"])
@pytest.mark.parametrize(
    "line",
    ["A" * 50_000, '"' * 50_001, "'" * 50_001, "a-b " * 12_500, "$a 'b' " * 7_000, "`\\" * 25_000],
    ids=["word", "double", "single", "dashes", "pieces", "escapes"],
)
def test_a_long_line_is_read_at_once(language: str, line: str) -> None:
    begun = perf_counter()
    Lexer(language_of(language)).read(line, 0)
    # Far below a second; what looks at every place from every place takes several.
    assert perf_counter() - begun < 1


def test_every_template_ends_outside_of_its_strings_and_comments() -> None:
    files = sorted(SCRIPTS.rglob("*.yaml"))
    assert files
    unclosed = []
    for file in files:
        content = yaml.safe_load(file.read_text("utf-8"))
        if _read(content["language"], content["body"])[1] != 0:
            unclosed.append(file.name)
    assert unclosed == []
