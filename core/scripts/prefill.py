"""What a template's parameters begin with: values the session already knows, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.scripts.model import FieldType, Parameter, Value
from core.sessions.facts import Fact
from core.sessions.session import Session


class ValueSource(StrEnum):
    FACT = "fact"
    TICKET = "ticket"
    MODEL = "model"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A value to begin with. `origin` says in words what it was taken from."""

    value: Value
    source: ValueSource
    origin: str = ""


def prefill(
    parameters: Sequence[Parameter],
    facts: Sequence[Fact],
    session: Session | None,
    model_values: Mapping[str, object],
) -> Mapping[str, Prefilled]:
    """Values for the parameters that something is known about, by key; the rest begins empty.

    A fact that names the parameter ("account: jdoe", "the server is FS01") comes before the
    model's value, which comes before the ticket's and the template's own. A password is never
    filled in.
    """
    found = (
        (parameter.key, _value(parameter, facts, session, model_values))
        for parameter in parameters
        if parameter.field_type is not FieldType.PASSWORD
    )
    return {key: value for key, value in found if value is not None}


def _value(
    parameter: Parameter,
    facts: Sequence[Fact],
    session: Session | None,
    model_values: Mapping[str, object],
) -> Prefilled | None:
    if parameter.field_type is FieldType.TEXT:
        for fact in reversed(facts):
            if named := _named_in(fact.text, parameter):
                return Prefilled(named, ValueSource.FACT, fact.text)
    if (proposed := _typed(parameter, model_values.get(parameter.key))) is not None:
        return Prefilled(proposed, ValueSource.MODEL)
    if parameter.field_type is FieldType.TEXT and session is not None:
        for key, (label, text) in _ticket(session).items():
            if text and key in _key_words(parameter):
                return Prefilled(text, ValueSource.TICKET, label)
    default = _typed(parameter, parameter.default or None)
    return None if default is None else Prefilled(default, ValueSource.DEFAULT)


def _named_in(text: str, parameter: Parameter) -> str | None:
    """The value of "<label or key>: value", or of "<label or key> is value"."""
    for name in _names(parameter):
        pattern = rf"(?i)\b{re.escape(name)}(?: name)?(?:\s*[:=]\s*| is )[\"'“]?([^\s\"'”,;]+)"
        if found := re.search(pattern, text):
            value = found[1].rstrip(".)")
            if value.casefold() not in _NOT_A_VALUE:
                return value
    return None


_STATES = "locked disabled enabled empty missing full slow down up on off ok unknown none yes no"
_SMALL_WORDS = "a an the not in at by there still"
_NOT_A_VALUE = frozenset(f"{_STATES} {_SMALL_WORDS}".split())
"""What follows "is" without being a value."""


def _names(parameter: Parameter) -> Iterable[str]:
    spaced = parameter.key.replace("_", " ")
    return dict.fromkeys((parameter.label, parameter.key, spaced))


def _key_words(parameter: Parameter) -> frozenset[str]:
    return frozenset((parameter.key, *parameter.key.split("_")))


def _ticket(session: Session) -> Mapping[str, tuple[str, str]]:
    """What a ticket says, by the word of a key that asks for it."""
    return {
        "ticket": ("the ticket", session.psa_ticket_id),
        "client": ("the ticket's client", session.client_name),
        "contact": ("the ticket's contact", session.contact_name),
    }


def _typed(parameter: Parameter, value: object) -> Value | None:
    """A value in the form the parameter takes; None for what does not fit it."""
    match parameter.field_type:
        case FieldType.BOOLEAN:
            if isinstance(value, bool):
                return value
            return {"true": True, "false": False}.get(str(value).casefold())
        case FieldType.MULTI_TEXT:
            lines = value if isinstance(value, (list, tuple)) else str(value or "").splitlines()
            kept = tuple(str(line).strip() for line in lines if str(line).strip())
            return kept or None
        case FieldType.SELECT:
            return str(value) if str(value) in parameter.options else None
        case _:
            return str(value) if isinstance(value, (str, int, float)) and str(value) else None
