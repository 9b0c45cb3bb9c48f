"""What an engineer gives for parameters: whether it is allowed, and what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.scripts.model import FieldType, Parameter, Value

TEXT_LIMIT = 10_000
HIDDEN_TEXT = "(hidden)"

# 15 digits are exact in every language; leading zeros are no number in Python, an octal in Bash.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """What is wrong with the value of a parameter, in words for its field."""

    key: str
    message: str


def check_values(
    parameters: Sequence[Parameter], values: Mapping[str, Value]
) -> tuple[ValueProblem, ...]:
    """What is wrong with the values, at most one problem for each parameter, in their order.

    A key that is missing in `values` stands for the parameter's default.
    """
    return tuple(
        ValueProblem(each.key, message)
        for each in parameters
        if (message := next(_problems(each, value_of(each, values)), None))
    )


def value_of(parameter: Parameter, values: Mapping[str, Value]) -> Value:
    """The given value, or the default. A number is without the blanks around it."""
    value = values.get(parameter.key)
    if value is None:
        value = default_value(parameter)
    if parameter.field_type is FieldType.NUMBER and isinstance(value, str):
        return value.strip()
    return value


def default_value(parameter: Parameter) -> Value:
    """The default in the form of a value: several texts are one a line, yes is `true`."""
    match parameter.field_type:
        case FieldType.BOOLEAN:
            return parameter.default.strip().lower() == "true"
        case FieldType.MULTI_TEXT:
            return tuple(line for line in parameter.default.splitlines() if line)
        case _:
            return parameter.default


def shown_values(parameters: Sequence[Parameter], values: Mapping[str, Value]) -> dict[str, object]:
    """The values as they may be stored and told: without passwords, lists as lists."""
    return {each.key: _shown(each, value_of(each, values)) for each in parameters}


def _shown(parameter: Parameter, value: Value) -> object:
    if parameter.field_type is FieldType.PASSWORD:
        return HIDDEN_TEXT if value else ""
    return list(value) if isinstance(value, tuple) else value


def _problems(parameter: Parameter, value: Value) -> Iterator[str]:
    label = parameter.label or parameter.key
    match parameter.field_type:
        case FieldType.BOOLEAN:
            if not isinstance(value, bool):
                yield f"“{label}” is yes or no."
        case FieldType.MULTI_TEXT:
            if isinstance(value, tuple):
                yield from _problems_of_list(parameter, label, value)
            else:
                yield f"“{label}” is a list of texts."
        case _:
            if isinstance(value, str):
                yield from _problems_of_text(parameter, label, value)
            else:
                yield f"“{label}” is a text."


def _problems_of_list(parameter: Parameter, label: str, texts: tuple[str, ...]) -> Iterator[str]:
    if parameter.required and not texts:
        yield f"“{label}” is missing. Add at least one line."
    if not all(texts):
        yield f"“{label}” has an empty line. Remove it."
    if any(_LINE_END.search(text) for text in texts):
        yield f"“{label}” has a line break inside a line. Remove it."
    yield from _problems_of_characters(label, "\n".join(texts))


_LINE_END = re.compile(r"[\r\n]")


def _problems_of_text(parameter: Parameter, label: str, text: str) -> Iterator[str]:
    if not text:
        if parameter.required:
            yield f"“{label}” is missing. Fill it in."
        return
    if parameter.field_type is not FieldType.TEXTAREA and _LINE_END.search(text):
        yield f"“{label}” has a line break. Write it in one line."
    if parameter.field_type is FieldType.NUMBER and not _NUMBER.fullmatch(text):
        yield f"“{label}” is not a number. Write it like 12, -3 or 0.5, with at most 15 digits."
    if parameter.field_type is FieldType.SELECT and text not in parameter.options:
        yield f"“{text}” is not one of the options of “{label}”. Choose one of them."
    yield from _problems_of_characters(label, text)


def _problems_of_characters(label: str, text: str) -> Iterator[str]:
    if len(text) > TEXT_LIMIT:
        yield f"“{label}” has {len(text):,} characters of {TEXT_LIMIT:,}. Shorten it."
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        yield f"“{label}” has a character that no script can hold. Type it again."
