"""From a template and values to a script: with the values in it, or with references to them.

A value never changes what the script does beyond being that value: it is a literal in the rendered
script, and no text at all in the runnable one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from core.errors import UserError
from core.scripts.literals import boolean_literal, list_literal, number_literal, text_literal
from core.scripts.model import FieldType, Language, Parameter, Value
from core.scripts.placeholders import Placeholder, placeholders, refusal
from core.scripts.references import carried, preparation, question, reference, variable_of
from core.scripts.values import HIDDEN_TEXT, ValueProblem, check_values, shown_values, value_of

__all__ = [
    "Passwords",
    "Runnable",
    "ValueProblem",
    "check_values",
    "render",
    "runnable",
    "shown_values",
]


class Passwords(Enum):
    """What stands for a password in a rendered script; never the password itself."""

    ASK = auto()
    """An expression that asks for it when the script runs."""
    HIDDEN = auto()
    """The text "(hidden)": for records, previews and notes."""


@dataclass(frozen=True, slots=True)
class Runnable:
    """A script that runs here, and the values that travel beside it.

    environment  what the script reads its values from
    secrets      texts that must not be seen in anything that is shown or kept
    """

    script: str
    environment: Mapping[str, str]
    secrets: tuple[str, ...]


def render(
    body: str,
    language: Language,
    parameters: Sequence[Parameter],
    values: Mapping[str, Value],
    *,
    passwords: Passwords = Passwords.ASK,
) -> str:
    """The script with the values as literals, to be copied or saved for elsewhere.

    Windows PowerShell 5.1 itself breaks a double quote in an argument of a program that is no
    cmdlet; that is beyond quoting. So is a value that a program takes for an option.

    Raises:
        UserError: a value or a placeholder is not allowed; `field` is its key.
    """
    _refuse_values(parameters, values)

    def literal(placeholder: Placeholder, parameter: Parameter) -> str:
        value = value_of(parameter, values)
        if parameter.field_type is not FieldType.PASSWORD:
            return _literal(value, parameter.field_type, language, placeholder)
        if passwords is Passwords.ASK:
            return question(parameter, language, placeholder.context)
        return text_literal(HIDDEN_TEXT, language, placeholder.context)

    return _filled(body, language, parameters, literal)


def runnable(
    body: str, language: Language, parameters: Sequence[Parameter], values: Mapping[str, Value]
) -> Runnable:
    """The script to run on this machine: the same text whatever the values are.

    No line moves, so what an interpreter says about a line is about that line of the template.

    Raises:
        UserError: a value or a placeholder is not allowed; `field` is its key.
    """
    _refuse_values(parameters, values)
    script = _filled(
        body,
        language,
        parameters,
        lambda placeholder, parameter: reference(parameter, language, placeholder.context),
    )
    secret = [each for each in parameters if each.field_type is FieldType.PASSWORD]
    return Runnable(
        script=_prepared(script, "".join(preparation(each, language) for each in parameters)),
        environment={variable_of(each.key): carried(value_of(each, values)) for each in parameters},
        secrets=tuple(filter(None, (carried(value_of(each, values)) for each in secret))),
    )


def _refuse_values(parameters: Sequence[Parameter], values: Mapping[str, Value]) -> None:
    problems = check_values(parameters, values)
    if problems:
        raise UserError(problems[0].message, field=problems[0].key)


def _filled(
    body: str,
    language: Language,
    parameters: Sequence[Parameter],
    filling: Callable[[Placeholder, Parameter], str],
) -> str:
    declared = {each.key: each for each in parameters}
    parts, position = [], 0
    for placeholder in placeholders(body, language):
        parameter = declared.get(placeholder.key)
        if parameter is None:
            raise UserError(
                f"The script has no parameter “{placeholder.key}”.", field=placeholder.key
            )
        reason = refusal(placeholder, parameter)
        if reason:
            title = f"No value can be put in for “{placeholder.key}”."
            raise UserError(title, reason, field=placeholder.key)
        parts += [body[position : placeholder.span.start], filling(placeholder, parameter)]
        position = placeholder.span.end
    return "".join([*parts, body[position:]])


def _literal(
    value: Value, field_type: FieldType, language: Language, placeholder: Placeholder
) -> str:
    if isinstance(value, bool):
        return boolean_literal(value, language, placeholder.context)
    if isinstance(value, tuple):
        return list_literal(value, language)
    if field_type is FieldType.NUMBER:
        return number_literal(value, language, placeholder.context)
    return text_literal(value, language, placeholder.context)


def _prepared(script: str, code: str) -> str:
    if not code or not script.startswith("#!"):
        return code + script
    first, end, rest = script.partition("\n")
    return first + end + code + rest
