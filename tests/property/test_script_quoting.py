"""No value can change a script: thousands of hostile ones in every place of every language.

Each rendered script is parsed and must have the shape it has with a harmless value, and what the
literal says must be the value. Bash and Python scripts are run as well. What PowerShell would read
is decided by its language specification, which knows more quotes than the grammar.
"""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest

from core.scripts.contexts.context import Context
from core.scripts.literals import list_literal, text_literal
from core.scripts.model import FieldType, Language, Parameter
from core.scripts.placeholders import check_template
from core.scripts.rendering import render, runnable
from core.scripts.values import check_values
from tests.property.powershell_tokens import read_expandable, read_verbatim
from tests.property.script_shapes import shape

AMOUNT = 2_400
BATCH = 200
PIECES = [
    *"'\"`$;|&<>(){}[]#!*?~^%@\\/:,=+- \t.",
    *"\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2032\u2033\uff02\uff07",
    *"\u2013\u2014\u2015\u2212\u00a0\u2028\u2029\u0085\ufeff\u200b\u202e\u2066\u2069\u200f",
    *"\r\n\x01\x07\x08\x0b\x0c\x1a\x1b\x7f\U0001f600\u00e9",
    *["$(id)", "${HOME}", "$HOME", "$env:PATH", "`id`", "$((1/0))", "\r\n", "\n'@\n", '\n"@\n'],
    *["'@", '"@', "@'", '@"', "--%", "-- ", "<#", "#>", "''", '""', "'''", '"""', "\\'", '\\"'],
    *["`'", '`"', "`n", "`0", "`u{41}", "\\n", "\\x41", "\\u0041", "\\N{DASH}", "$'a'", '$"a"'],
    *[
        "'; rm -rf / #",
        "' + (id) + '",
        '"); import os #',
        "\u2019; id; \u2018",
        "\nEOF\n",
        "{{ a }}",
    ],
    *[
        "esac",
        "done",
        "-f",
        "fi",
        "exit",
        "true",
        "$true",
        "None",
        "0x1F",
        "1e5",
        "007",
        "a",
        "b c",
    ],
    *["%PATH%", "!!", "!$", "{0}", "{a,b}", "*", "=cmd", "\\", "\\\\", "`", "$", "$$", "$?"],
]


def _hostile(seed: int) -> list[str]:
    chance = random.Random(seed)
    made = ("".join(chance.choices(PIECES, k=chance.randint(1, 9))) for _ in range(AMOUNT * 2))
    return list(dict.fromkeys([*PIECES, "", *made]))[:AMOUNT]


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _parameter(number: int, kind: FieldType = FieldType.TEXTAREA) -> Parameter:
    return Parameter(key=f"v{number}", label="Value", field_type=kind, required=False)


def _render_each(language: Language, pattern: str, values: Sequence[str]) -> str:
    """One statement for each value, all in one script."""
    numbers = range(len(values))
    body = "".join(pattern.replace("KEY", f"{{{{ v{number} }}}}") for number in numbers)
    parameters = [_parameter(number) for number in numbers]
    given = {f"v{number}": value for number, value in zip(numbers, values, strict=True)}
    return render(body, language, parameters, given)


PLACES = [
    (Language.POWERSHELL, "$a = KEY\n"),
    (Language.POWERSHELL, "Get-X -Foo KEY -Bar b\n"),
    (Language.POWERSHELL, '$a = "x KEY y"\n'),
    (Language.POWERSHELL, '$a = "$($b)KEY"\n'),
    (Language.POWERSHELL, "if ($a -eq KEY) { Get-X @{ a = 1 } }\n"),
    (Language.BASH, "a=KEY\n"),
    (Language.BASH, "ls --foo KEY b\n"),
    (Language.BASH, "ls --foo=KEY b\n"),
    (Language.BASH, 'ls "x KEY y"\n'),
    (Language.BASH, "ls 'x KEY y'\n"),
    (Language.BASH, "case $a in KEY) ls ;; esac\n"),
    (Language.BASH, 'a="$(ls KEY)"\n'),
    (Language.BASH, "ls > KEY\n"),
    (Language.PYTHON, "a = KEY\n"),
    (Language.PYTHON, "print(KEY, sep=1)\n"),
]


@pytest.mark.parametrize(("language", "pattern"), PLACES)
def test_a_hostile_value_leaves_the_shape_of_the_script(language: Language, pattern: str) -> None:
    for batch in _batches(_hostile(1)):
        harmless = _render_each(language, pattern, ["harmless"] * len(batch))
        hostile = _render_each(language, pattern, batch)
        assert shape(hostile, language) == shape(harmless, language)


@pytest.mark.parametrize("context", [Context.VALUE, Context.ARGUMENT])
def test_powershell_reads_the_value_from_the_literal(context: Context) -> None:
    for value in _hostile(2):
        literal = text_literal(value, Language.POWERSHELL, context)
        if context is Context.ARGUMENT and literal == value:
            assert value.replace("-", "").isascii()
            assert value[0].isalpha()
            assert all(char.isalnum() or char in "._@\\:/-" for char in value)
        else:
            assert read_verbatim(f"{literal} rest") == (value, " rest")


def test_powershell_reads_the_value_inside_double_quotes() -> None:
    for value in _hostile(3):
        inside = text_literal(value, Language.POWERSHELL, Context.IN_DOUBLE_QUOTES)
        assert read_expandable(f'"x {inside} y" rest') == (f"x {value} y", " rest")


def test_powershell_reads_each_text_of_a_list() -> None:
    for batch in _batches(_hostile(4)):
        literal = list_literal(tuple(batch), Language.POWERSHELL)
        rest, read = literal.removeprefix("@("), []
        while rest != ")":
            value, rest = read_verbatim(rest.removeprefix(", "))
            read.append(value)
        assert read == list(batch)


def test_python_reads_the_value_from_the_literal() -> None:
    for value in _hostile(5):
        literal = text_literal(value, Language.PYTHON, Context.VALUE)
        assert ast.literal_eval(literal) == value
        assert literal.isprintable()
    for batch in _batches(_hostile(6)):
        assert ast.literal_eval(list_literal(tuple(batch), Language.PYTHON)) == list(batch)


BASH_PLACES = [
    ("a=KEY\nprintf '%s\\0' \"$a\"\n", "{}"),
    ("printf '%s\\0' KEY\n", "{}"),
    ("printf '%s\\0' pre:KEY-post\n", "pre:{}-post"),
    ("printf '%s\\0' \"x KEY y\"\n", "x {} y"),
    ("printf '%s\\0' 'x KEY y'\n", "x {} y"),
    ("printf '%s\\0' \"$(printf '%s.' KEY)\"\n", "{}."),
    ("for a in KEY; do printf '%s\\0' \"$a\"; done\n", "{}"),
    ("a=(KEY)\nprintf '%s\\0' \"${a[@]}\"\n", "{}"),
    ("case x in KEY) ;; *) printf '%s\\0' KEY ;; esac\n", "{}"),
]


@pytest.mark.parametrize(("pattern", "expected"), BASH_PLACES)
def test_bash_itself_reads_the_value(pattern: str, expected: str) -> None:
    for batch in _batches([value for value in _hostile(7) if value != "x" and value != "*"]):
        script = _render_each(Language.BASH, f"set -eu\n{pattern}", batch)
        printed = _run(["bash"], script)
        assert printed == [expected.format(value) for value in batch]


def test_bash_itself_reads_each_text_of_a_list() -> None:
    for batch in _batches(_hostile(8)):
        literals = list_literal(tuple(batch), Language.BASH)
        assert _run(["bash"], f"a=({literals})\nprintf '%s\\0' \"${{a[@]}}\"\n") == list(batch)


def test_what_no_script_can_hold_is_refused() -> None:
    parameter = _parameter(0)
    for value in _hostile(9):
        for bad in ("\0", "\ud800", "\udfff"):
            middle = len(value) // 2
            broken = f"{value[:middle]}{bad}{value[middle:]}"
            assert check_values([parameter], {"v0": broken})


RUNNABLE_BASH = """#!/usr/bin/env bash
set -eu
a={{ text }}
printf '%s\\0' "$a" {{ text }} "x {{ text }}" 'y {{ text }}' --z={{ text }} {{ texts }}
"""
RUNNABLE_PYTHON = """import sys
out = [{{ text }}, *{{ texts }}]
sys.stdout.buffer.write("".join(f"{line}\\0" for line in out).encode())
"""
TEXTS = (
    Parameter(key="text", label="Text", field_type=FieldType.TEXTAREA, required=False),
    Parameter(key="texts", label="Texts", field_type=FieldType.MULTI_TEXT, required=False),
)


@pytest.mark.parametrize(
    ("language", "body", "command", "copies"),
    [
        (Language.BASH, RUNNABLE_BASH, ["bash"], ("{}", "{}", "x {}", "y {}", "--z={}")),
        (Language.PYTHON, RUNNABLE_PYTHON, [sys.executable, "-I", "-S"], ("{}",)),
    ],
)
def test_the_runnable_script_is_always_the_same_and_gets_the_values(
    language: Language, body: str, command: list[str], copies: tuple[str, ...]
) -> None:
    assert check_template(body, language, TEXTS) == ()
    values = _hostile(10)
    one_line = [value for value in values if value and not set(value) & {"\r", "\n"}]
    scripts = set()
    for number in range(60):
        text, texts = "".join(values[number * 40 : number * 40 + 40]), tuple(one_line[number::60])
        ready = runnable(body, language, TEXTS, {"text": text, "texts": texts})
        scripts.add(ready.script)
        printed = _run(command, ready.script, dict(ready.environment))
        assert printed == [*(copy.replace("{}", text) for copy in copies), *texts]
    assert len(scripts) == 1


def _run(command: list[str], script: str, environment: dict[str, str] | None = None) -> list[str]:
    """What a script prints, without the NUL behind each piece. It reads its text from stdin."""
    path = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command,
        input=script.encode(),
        env=path | (environment or {}),
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == b""
    pieces = done.stdout.decode().split("\0")
    assert pieces.pop() == ""
    return pieces
