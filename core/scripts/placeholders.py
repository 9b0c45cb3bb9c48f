"""The `{{ key }}` of a template: where they stand, and what is wrong with a template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.scripts.contexts.bash import bash_place
from core.scripts.contexts.context import Context, Place
from core.scripts.contexts.powershell import powershell_place
from core.scripts.contexts.python import python_place
from core.scripts.model import FieldType, Language, Parameter
from core.scripts.syntax import Span, SyntaxTree, line_of, parse

_PLACEHOLDER = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]{0,39})[ \t]*\}\}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PLACES = {
    Language.POWERSHELL: powershell_place,
    Language.BASH: bash_place,
    Language.PYTHON: python_place,
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `{{ key }}` of a body.

    span        where it stands, in characters of the body, braces included
    takes_list  several texts may be put there
    reason      when the context is REFUSED: why, and what to do instead
    """

    key: str
    span: Span
    context: Context
    takes_list: bool = False
    reason: str = ""


class ProblemKind(StrEnum):
    KEY = "key"
    DUPLICATE = "duplicate"
    OPTIONS = "options"
    UNDECLARED = "undeclared"
    UNUSED = "unused"
    PLACE = "place"
    SYNTAX = "syntax"


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What keeps a template from being used. `line` counts from 1; 0 is no line of the body."""

    kind: ProblemKind
    message: str
    line: int = 0
    key: str = ""


def placeholders(body: str, language: Language) -> tuple[Placeholder, ...]:
    """Every placeholder of a body in order, with the place it stands in."""
    return _Filled(body, language).placeholders()


def check_template(
    body: str, language: Language, parameters: Sequence[Parameter]
) -> tuple[TemplateProblem, ...]:
    """Everything that is wrong with a template; nothing when it can be used."""
    filled = _Filled(body, language)
    found = filled.placeholders()
    return (
        *_problems_of_parameters(parameters),
        *_problems_of_names(body, found, parameters),
        *_problems_of_places(body, found, {each.key: each for each in parameters}),
        *_problems_of_syntax(filled.tree),
    )


class _Filled:
    """A body with a variable in the place of each placeholder, so that it can be parsed."""

    def __init__(self, body: str, language: Language) -> None:
        self._language = language
        self._found: list[tuple[str, Span, Span]] = []
        word = "fpvalue"
        while word in body:
            word += "x"
        parts, position, length = [], 0, 0
        for match in _PLACEHOLDER.finditer(body):
            between = body[position : match.start()]
            name = f"{word}{len(self._found)}q"
            probe = name if language is Language.PYTHON else f"${{{name}}}"
            start = length + len(between)
            parts += [between, probe]
            position, length = match.end(), start + len(probe)
            self._found.append((match[1], Span(*match.span()), Span(start, length)))
        self.tree = parse("".join([*parts, body[position:]]), language)

    def placeholders(self) -> tuple[Placeholder, ...]:
        return tuple(
            Placeholder(key, span, place.context, place.takes_list, place.reason)
            for key, span, place in (
                (key, span, self._place(probe)) for key, span, probe in self._found
            )
        )

    def _place(self, probe: Span) -> Place:
        return _PLACES[self._language](self.tree, probe)


def _problems_of_parameters(parameters: Sequence[Parameter]) -> Iterator[TemplateProblem]:
    for key, times in Counter(each.key for each in parameters).items():
        if not _KEY.fullmatch(key):
            message = (
                f"“{key}” is no name for a parameter. Start with a small letter and use small "
                "letters, digits and _ only, at most 40."
            )
            yield TemplateProblem(ProblemKind.KEY, message, key=key)
        if times > 1:
            message = f"There are {times} parameters named “{key}”. Rename or remove one."
            yield TemplateProblem(ProblemKind.DUPLICATE, message, key=key)
    for each in parameters:
        if each.field_type is FieldType.SELECT and not each.options:
            message = f"“{each.label}” is a choice without options. Add at least one."
            yield TemplateProblem(ProblemKind.OPTIONS, message, key=each.key)


def _problems_of_names(
    body: str, found: Sequence[Placeholder], parameters: Sequence[Parameter]
) -> Iterator[TemplateProblem]:
    declared = {each.key for each in parameters}
    first_of: dict[str, Placeholder] = {}
    for placeholder in found:
        first_of.setdefault(placeholder.key, placeholder)
    for key, placeholder in first_of.items():
        if key not in declared:
            message = f"The script uses {{{{ {key} }}}}, but there is no such parameter. Add it."
            line = line_of(body, placeholder.span.start)
            yield TemplateProblem(ProblemKind.UNDECLARED, message, line, key)
    for key in dict.fromkeys(each.key for each in parameters):
        if key not in first_of:
            message = f"The script does not use “{key}”. Put {{{{ {key} }}}} in, or remove it."
            yield TemplateProblem(ProblemKind.UNUSED, message, key=key)


def _problems_of_places(
    body: str, found: Sequence[Placeholder], declared: Mapping[str, Parameter]
) -> Iterator[TemplateProblem]:
    for placeholder in found:
        reason = refusal(placeholder, declared.get(placeholder.key))
        if reason:
            line = line_of(body, placeholder.span.start)
            message = f"{{{{ {placeholder.key} }}}} can not stand in line {line}. {reason}"
            yield TemplateProblem(ProblemKind.PLACE, message, line, placeholder.key)


def refusal(placeholder: Placeholder, parameter: Parameter | None) -> str:
    """Why a value of this parameter can not stand there; empty when it can."""
    is_list = parameter is not None and parameter.field_type is FieldType.MULTI_TEXT
    if placeholder.context is not Context.REFUSED and is_list and not placeholder.takes_list:
        return "It is a list of texts, and only one text fits there."
    return placeholder.reason


def _problems_of_syntax(tree: SyntaxTree) -> Iterator[TemplateProblem]:
    if tree.has_error:
        line = line_of(tree.text, tree.errors[0].start)
        message = f"Line {line} is not valid {tree.language.label}, as far as FlowPilot can tell."
        yield TemplateProblem(ProblemKind.SYNTAX, message, line)
