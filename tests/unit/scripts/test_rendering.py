"""Values become literals, or travel beside the script; passwords are in neither text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.errors import UserError
from core.scripts.model import FieldType, Language, Parameter, Value
from core.scripts.placeholders import check_template
from core.scripts.rendering import Passwords, Runnable, check_values, render, runnable, shown_values
from core.scripts.syntax import parse

PS, SH, PY = Language.POWERSHELL, Language.BASH, Language.PYTHON
PARAMETERS = (
    Parameter(key="text", label="Text"),
    Parameter(key="number", label="Number", field_type=FieldType.NUMBER),
    Parameter(key="yes", label="Yes", field_type=FieldType.BOOLEAN),
    Parameter(key="texts", label="Texts", field_type=FieldType.MULTI_TEXT),
    Parameter(key="secret", label="Owner's password", field_type=FieldType.PASSWORD),
)
VALUES: dict[str, Value] = {
    "text": "o'bri\"en $x",
    "number": "-5",
    "yes": True,
    "texts": ("a", "b c"),
    "secret": "Sw0rdfish",
}
BODIES = {
    PS: "$a = {{ text }}\n$b = {{ number }}\n$c = {{ yes }}\n$d = {{ texts }}\n$e = {{ secret }}\n",
    SH: "a={{ text }}\nb={{ number }}\nc={{ yes }}\nd=({{ texts }})\ne={{ secret }}\n",
    PY: "a = {{ text }}\nb = {{ number }}\nc = {{ yes }}\nd = {{ texts }}\ne = {{ secret }}\n",
}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            PS,
            "$a = 'o''bri\"en $x'\n$b = (-5)\n$c = $true\n$d = @('a', 'b c')\n$e = '(hidden)'\n",
        ),
        (SH, "a='o'\"'\"'bri\"en $x'\nb=-5\nc=true\nd=('a' 'b c')\ne='(hidden)'\n"),
        (PY, 'a = "o\'bri\\"en $x"\nb = (-5)\nc = True\nd = ["a", "b c"]\ne = "(hidden)"\n'),
    ],
)
def test_values_become_literals(language: Language, expected: str) -> None:
    rendered = render(BODIES[language], language, PARAMETERS, VALUES, passwords=Passwords.HIDDEN)
    assert rendered == expected


@pytest.mark.parametrize(
    ("language", "asks"), [(PS, "Read-Host"), (SH, "read -rs"), (PY, "getpass")]
)
def test_a_password_is_asked_for_and_never_written(language: Language, asks: str) -> None:
    asking = render(BODIES[language], language, PARAMETERS, VALUES)
    ready = runnable(BODIES[language], language, PARAMETERS, VALUES)
    assert asks in asking
    assert "Sw0rdfish" not in asking + ready.script
    assert ready.secrets == ("Sw0rdfish",)
    assert shown_values(PARAMETERS, VALUES) == {
        "text": "o'bri\"en $x",
        "number": "-5",
        "yes": True,
        "texts": ["a", "b c"],
        "secret": "(hidden)",
    }


def test_a_word_of_powershell_is_bare_only_when_plainly_safe() -> None:
    for text, expected in [
        ("jdoe", "jdoe"),
        ("CORP\\j.doe", "CORP\\j.doe"),
        ("C:\\a", "C:\\a"),
        ("-Force", "'-Force'"),
        ("5", "'5'"),
        ("a b", "'a b'"),
        ("ä", "'ä'"),
        ("a\n", "'a\n'"),
        ("", "''"),
    ]:
        values = {"text": text}
        area = [Parameter(key="text", label="T", field_type=FieldType.TEXTAREA, required=False)]
        assert render("Get-X {{ text }}\n", PS, area, values) == f"Get-X {expected}\n"


def test_yes_and_numbers_inside_quotes_are_what_the_language_would_print() -> None:
    given: dict[str, Value] = {"yes": False, "number": "-0.5"}
    rendered = render('"{{ yes }} {{ number }}"\n', PS, PARAMETERS[1:3], given)
    assert rendered == '"False -0.5"\n'


def test_optional_values_that_are_not_given() -> None:
    optional = [
        Parameter(key="n", label="N", field_type=FieldType.NUMBER, required=False),
        Parameter(key="l", label="L", field_type=FieldType.MULTI_TEXT, required=False),
        Parameter(key="t", label="T", required=False, default="usual"),
    ]
    given: dict[str, Value] = {"n": "", "l": ()}
    assert render("a = {{ n }}, {{ l }}, {{ t }}\n", PY, optional, given) == (
        'a = None, [], "usual"\n'
    )
    assert render("$a = {{ n }}; $b = {{ l }}; $c = {{ t }}\n", PS, optional, given) == (
        "$a = $null; $b = @(); $c = 'usual'\n"
    )


def test_bash_and_python_get_typed_values_when_they_run() -> None:
    shell = "#!/usr/bin/env bash\nset -euo pipefail\n" + BODIES[SH] + 'printf "%s|" "$a" "$b" "$c"'
    printed = _run(["bash"], runnable(shell + ' "${d[@]}" "$e"\n', SH, PARAMETERS, VALUES))
    assert printed == "o'bri\"en $x|-5|true|a|b c|Sw0rdfish|"
    code = BODIES[PY] + "print((a, b, c, d, e), end='')\n"
    printed = _run([sys.executable, "-I", "-S"], runnable(code, PY, PARAMETERS, VALUES))
    assert printed == str(("o'bri\"en $x", -5, True, ["a", "b c"], "Sw0rdfish"))


def test_a_list_without_texts_is_no_word_at_all() -> None:
    optional = [Parameter(key="l", label="L", field_type=FieldType.MULTI_TEXT, required=False)]
    body = "set -eu\na=({{ l }})\nprintf '%s|' ${#a[@]} {{ l }} end\n"
    assert _run(["bash"], runnable(body, SH, optional, {"l": ()})) == "0|end|"


def test_no_line_moves_in_a_runnable_script() -> None:
    for body in ("#!/bin/bash\n# a\nls {{ texts }}\n", "\n\nls {{ texts }}\n", "ls {{ texts }}"):
        ready = runnable(body, SH, PARAMETERS[3:4], {"texts": ("a",)})
        assert ready.script.count("\n") == body.count("\n")
        assert ready.script.split("\n")[0].startswith("#!") == body.startswith("#!")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("text", "", "“Text” is missing"),
        ("texts", (), "“Texts” is missing"),
        ("text", "a\nb", "line break"),
        ("text", "a\0", "no script can hold"),
        ("text", "a\udc00", "no script can hold"),
        ("text", "a" * 10_001, "10,001 characters of 10,000"),
        ("text", True, "is a text"),
        ("number", "1,5", "not a number"),
        ("number", "007", "not a number"),
        ("number", "1e5", "not a number"),
        ("number", "٣", "not a number"),
        ("yes", "true", "yes or no"),
        ("texts", ("a", ""), "empty line"),
        ("texts", ("a\rb",), "line break"),
        ("texts", "a", "list of texts"),
    ],
)
def test_a_value_that_is_not_allowed_names_its_field(key: str, value: Value, said: str) -> None:
    given = VALUES | {key: value}
    (problem,) = check_values(PARAMETERS, given)
    assert problem.key == key
    assert said in problem.message
    for fill in (render, runnable):
        with pytest.raises(UserError, match="“") as raised:
            fill(BODIES[PY], PY, PARAMETERS, given)
        assert raised.value.field == key


def test_a_choice_must_be_one_of_the_options() -> None:
    choice = Parameter(key="c", label="C", field_type=FieldType.SELECT, options=("a", "b"))
    assert check_values([choice], {"c": "a"}) == ()
    assert "not one of the options" in check_values([choice], {"c": "x"})[0].message


@pytest.mark.parametrize("body", ["# {{ text }}\n", "a = {{ nobody }}\n"])
def test_a_placeholder_that_can_not_be_filled_is_an_error(body: str) -> None:
    for fill in (render, runnable):
        with pytest.raises(UserError):
            fill(body, PY, PARAMETERS, VALUES)


def _run(command: list[str], ready: Runnable) -> str:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **ready.environment}
    done = subprocess.run(
        command, input=ready.script.encode(), env=environment, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_powershell_reads_its_values_from_the_environment() -> None:
    body = BODIES[PS] + 'Get-X -Foo {{ text }} -On:{{ yes }} "{{ text }}/{{ number }}/{{ yes }}"\n'
    assert check_template(body, PS, PARAMETERS) == ()
    ready = runnable(body, PS, PARAMETERS, VALUES)
    assert ready.script.splitlines() == [
        '$a = "${env:FLOWPILOT_TEXT}"',
        '$b = $(if ("${env:FLOWPILOT_NUMBER}") { [decimal] "${env:FLOWPILOT_NUMBER}" })',
        "$c = (\"${env:FLOWPILOT_YES}\" -eq 'true')",
        "$d = @(\"${env:FLOWPILOT_TEXTS}\" -split '\\n' -ne '')",
        '$e = "${env:FLOWPILOT_SECRET}"',
        (
            'Get-X -Foo "${env:FLOWPILOT_TEXT}" -On:("${env:FLOWPILOT_YES}" -eq \'true\') '
            '"${env:FLOWPILOT_TEXT}/${env:FLOWPILOT_NUMBER}/'
            '$("${env:FLOWPILOT_YES}" -eq \'true\')"'
        ),
    ]
    assert not parse(ready.script, PS).has_error
    assert ready.environment == {
        "FLOWPILOT_TEXT": "o'bri\"en $x",
        "FLOWPILOT_NUMBER": "-5",
        "FLOWPILOT_YES": "true",
        "FLOWPILOT_TEXTS": "a\nb c",
        "FLOWPILOT_SECRET": "Sw0rdfish",
    }
