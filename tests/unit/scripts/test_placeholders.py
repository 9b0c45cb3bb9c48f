"""Where a placeholder may stand, and what is wrong with a template."""

from __future__ import annotations

import pytest

from core.scripts.contexts.context import Context
from core.scripts.model import FieldType, Language, Parameter
from core.scripts.placeholders import ProblemKind, check_template, placeholders
from core.scripts.syntax import Span

PS, SH, PY = Language.POWERSHELL, Language.BASH, Language.PYTHON
X = Parameter(key="x", label="X")


@pytest.mark.parametrize(
    ("language", "body", "context"),
    [
        (PS, "$a = {{ x }}\n", Context.VALUE),
        (PS, "param([string] $A = {{ x }})\n", Context.VALUE),
        (PS, "function g {\n  param(\n    $p = {{x}}\n  )\n  $p\n}\n", Context.VALUE),
        (PS, "if ($a -eq {{ x }}) { 1 }\n", Context.VALUE),
        (PS, "$h = @{\n  Name = {{ x }}\n}\n", Context.VALUE),
        (PS, '"$( {{ x }} )"\n', Context.VALUE),
        (PS, "$Foo.Bar({{ x }}, 1)\n", Context.VALUE),
        (PS, "Get-ADUser -Identity {{ x }} -Server a\n", Context.ARGUMENT),
        (PS, "Set-X -Enabled:{{ x }}\n", Context.ARGUMENT),
        (PS, "Get-X `\n  -Foo {{ x }}\n", Context.ARGUMENT),
        (PS, '$a = "user {{ x }}, ok"\n', Context.IN_DOUBLE_QUOTES),
        (PS, '"it’s" | Out-Host # don’t\nGet-X {{ x }}\n', Context.ARGUMENT),
        (SH, "a={{ x }}\n", Context.ARGUMENT),
        (SH, "ls --user={{ x }}\n", Context.ARGUMENT),
        (SH, 'ls "a {{ x }}"\n', Context.IN_DOUBLE_QUOTES),
        (SH, "ls 'a {{ x }}'\n", Context.IN_SINGLE_QUOTES),
        (SH, "[[ {{ x }} == a ]]\n", Context.VALUE),
        (SH, "case $a in {{ x }}) ls ;; esac\n", Context.VALUE),
        (PY, "a = {{ x }}\n", Context.VALUE),
        (PY, "f(a={{ x }})\n", Context.VALUE),
    ],
)
def test_a_value_may_stand_there(language: Language, body: str, context: Context) -> None:
    (found,) = placeholders(body, language)
    assert (found.context, found.reason) == (context, "")
    assert check_template(body, language, [X]) == ()


@pytest.mark.parametrize(
    ("language", "body", "said"),
    [
        (PS, "# {{ x }}\n", "comment"),
        (PS, "<#\n {{ x }}\n#>\n$a\n", "comment"),
        (PS, "$a = 'b {{ x }}'\n", "Use double quotes"),
        (PS, "$a = @'\n{{ x }}\n'@\n", "here-string"),
        (PS, '$a = @"\n{{ x }}\n"@\n', "here-string"),
        (PS, '$a = @"\n$(ls {{ x }})\n"@\n', "here-string"),
        (PS, "& {{ x }} a\n", "command"),
        (PS, ". {{ x }}\n", "command"),
        (PS, "{{ x }}\n", "command"),
        (PS, "{{ x }} -Force\n", "can not be read"),
        (PS, "{{ x }} = 1\n", "name"),
        (PS, "$a.{{ x }}\n", "name"),
        (PS, "{{ x }}++\n", "name"),
        (PS, "foreach ({{ x }} in 1) { 1 }\n", "name"),
        (PS, "function f({{ x }}) { 1 }\n", "name"),
        (PS, "Get-X {{ x }}.Length\n", "touches"),
        (PS, '"$a{{ x }}"\n', "touches"),
        (PS, '"$env:{{ x }}"\n', "touches"),
        (PS, "icacls --% {{ x }}\n", "--%"),
        (PS, "param([ValidateSet({{ x }})] $a)\n", "attribute"),
        (PS, 'Invoke-Expression "ls {{ x }}"\n', "run as code"),
        (PS, "Invoke-Command -ComputerName a { ls {{ x }} }\n", "$using:"),
        (PS, "Get-X “foo {{ x }} b”\n", "typographic"),
        (PS, "Get-X 'it’s' {{ x }}\n", "typographic"),
        (SH, "# {{ x }}\n", "comment"),
        (SH, "cat <<E\n{{ x }}\nE\n", "here-document"),
        (SH, "cat <<'E'\n{{ x }}\nE\n", "here-document"),
        (SH, "{{ x }} a\n", "command"),
        (SH, "pre{{ x }} a\n", "command"),
        (SH, "time {{ x }}\n", "command"),
        (SH, "echo $(( {{ x }} + 1 ))\n", "calculate"),
        (SH, "(( {{ x }} > 1 ))\n", "calculate"),
        (SH, "[[ {{ x }} -eq 1 ]]\n", "calculate"),
        (SH, "[ -v {{ x }} ]\n", "calculate"),
        (SH, "a[{{ x }}]=1\n", "calculate"),
        (SH, "declare -i a={{ x }}\n", "calculate"),
        (SH, "echo ${a:-{{ x }}}\n", "${…}"),
        (SH, "echo `ls {{ x }}`\n", "back-ticks"),
        (SH, "ls $'a {{ x }}'\n", "$'…'"),
        (SH, "ls {a,{{ x }}}\n", "touches"),
        (SH, "ls ~{{ x }}\n", "touches"),
        (SH, "ls {{ x }}>f\n", "touches"),
        (SH, 'ls "$a{{ x }}"\n', "touches"),
        (SH, "export {{ x }}=1\n", "name"),
        (SH, "eval {{ x }}\n", "run as code"),
        (SH, 'sudo bash -c "ls {{ x }}"\n', "run as code"),
        (SH, "ssh host 'ls {{ x }}'\n", "run as code"),
        (PY, "# {{ x }}\n", "comment"),
        (PY, "a = '{{ x }}'\n", "string"),
        (PY, "a = f'{ {{ x }} }'\n", "string"),
        (PY, "a = '''\n{{ x }}\n'''\n", "string"),
        (PY, "{{ x }} = 1\n", "name"),
        (PY, "import {{ x }}\n", "name"),
        (PY, "{{ x }}.lower()\n", "touches"),
        (PY, "eval({{ x }})\n", "run as code"),
    ],
)
def test_no_value_may_stand_there(language: Language, body: str, said: str) -> None:
    (found,) = placeholders(body, language)
    assert found.context is Context.REFUSED
    assert said in found.reason
    problems = check_template(body, language, [X])
    assert ProblemKind.PLACE in {problem.kind for problem in problems}


def test_a_list_needs_a_place_for_several_words() -> None:
    several = Parameter(key="x", label="X", field_type=FieldType.MULTI_TEXT)
    assert check_template("a=({{ x }})\nls {{ x }}\n", SH, [several]) == ()
    for body in ("a={{ x }}\n", "ls --u={{ x }}\n", 'ls "{{ x }}"\n', "[[ a == {{ x }} ]]\n"):
        (problem,) = check_template(body, SH, [several])
        assert problem.kind is ProblemKind.PLACE
        assert "list" in problem.message


def test_where_it_stands_is_told_in_characters() -> None:
    body = "$ü = 'äöü'\n$a = {{x}}\n$b = {{ y1_z }}"
    assert [(each.key, each.span) for each in placeholders(body, PS)] == [
        ("x", Span(16, 21)),
        ("y1_z", Span(27, 37)),
    ]


@pytest.mark.parametrize("text", ["{{ 5 }}", "& {{ Get-Date }}", "{{ A }}", "{{}}", "{{ a-b }}"])
def test_other_braces_are_left_alone(text: str) -> None:
    assert placeholders(text, PS) == ()


def test_every_problem_of_a_template_is_told_with_its_line() -> None:
    parameters = [
        Parameter(key="Bad", label="Bad"),
        Parameter(key="twice", label="A"),
        Parameter(key="twice", label="B"),
        Parameter(key="choice", label="Choice", field_type=FieldType.SELECT),
    ]
    body = "$a = {{ twice }}\n$b = {{ choice }}\n# {{ nobody }}\nif (\n"
    told = [(each.kind, each.key, each.line) for each in check_template(body, PS, parameters)]
    assert told == [
        (ProblemKind.KEY, "Bad", 0),
        (ProblemKind.DUPLICATE, "twice", 0),
        (ProblemKind.OPTIONS, "choice", 0),
        (ProblemKind.UNDECLARED, "nobody", 3),
        (ProblemKind.UNUSED, "Bad", 0),
        (ProblemKind.PLACE, "nobody", 3),
        (ProblemKind.SYNTAX, "", 4),
    ]
