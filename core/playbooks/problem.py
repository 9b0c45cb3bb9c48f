"""What is wrong with a playbook file, in words its author understands."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError

Location = tuple[str | int, ...]
BrokenRule = Mapping[str, Any]  # pydantic's ErrorDetails, which only its inner package names
QUOTE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class PlaybookProblem:
    """One broken rule: the file's name, the place in the document, the rule. Lines count from 1."""

    file: str
    path: str
    rule: str
    line: int | None = None

    def __str__(self) -> str:
        at = f", line {self.line}" if self.line else ""
        return f"{self.file}{at}: {self.path}: {self.rule}"


def dotted(location: Location) -> str:
    """`causes[2].fix.title`; the whole document is called `document`."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".") or "document"


def line_of(location: Location, lines: Mapping[Location, int]) -> int | None:
    """The line of the place, or of the nearest element around it."""
    for length in range(len(location), -1, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return None


def problems_of(
    error: ValidationError, file: str, lines: Mapping[Location, int]
) -> tuple[PlaybookProblem, ...]:
    """Every broken rule of a document that did not validate."""
    found = []
    for details in error.errors(include_url=False):
        if _only_follows(details):
            continue
        location = tuple(part for part in details["loc"] if part != "[key]")
        found.append(
            PlaybookProblem(file, dotted(location), _rule(details), line_of(location, lines))
        )
    return tuple(found)


def _only_follows(details: BrokenRule) -> bool:
    """Whether a list is only too short because its broken entries were not counted."""
    given = details["input"]
    limit = details.get("ctx", {}).get("min_length", 0)
    return details["type"] == "too_short" and isinstance(given, list) and len(given) >= limit


def _rule(details: BrokenRule) -> str:
    say = _RULES.get(details["type"])
    return say(details) if say else details["msg"][:1].lower() + details["msg"][1:]


def _limit(name: str) -> Callable[[BrokenRule], str]:
    return lambda details: f"{details.get('ctx', {}).get(name, 0):,g}"


def _quoted(details: BrokenRule) -> str:
    text = str(details["input"])
    return f"'{text[:QUOTE_LIMIT]}…'" if len(text) > QUOTE_LIMIT else f"'{text}'"


def _unknown_key(details: BrokenRule) -> str:
    key = str(details["loc"][-1])
    near = difflib.get_close_matches(key, _known_keys(), n=1)
    return f"'{key}' is not a known key" + (f"; did you mean '{near[0]}'?" if near else "")


def _known_keys() -> Sequence[str]:
    from core.playbooks.schema import Part

    return sorted({name for part in Part.__subclasses__() for name in part.model_fields})


_at_most, _at_least = _limit("le"), _limit("ge")
_RULES: Mapping[str, Callable[[BrokenRule], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": _unknown_key,
    "value_error": lambda d: str(d.get("ctx", {}).get("error", d["msg"])),
    "literal_error": lambda d: (
        f"{_quoted(d)} is not allowed; use {d.get('ctx', {}).get('expected')}"
    ),
    "string_type": lambda _: "must be text; put it in quotes",
    "string_too_short": lambda _: "must not be empty",
    "string_too_long": lambda d: (
        f"has {len(str(d['input'])):,} characters; the limit is {_limit('max_length')(d)}"
    ),
    "string_pattern_mismatch": lambda d: (
        f"{_quoted(d)} may only have lower-case letters, digits and single dashes between them, "
        "and begins with a letter"
    ),
    "too_short": lambda d: (
        f"needs at least {_limit('min_length')(d)} entries and has {_limit('actual_length')(d)}"
    ),
    "too_long": lambda d: (
        f"may have at most {_limit('max_length')(d)} entries and has {_limit('actual_length')(d)}"
    ),
    "tuple_type": lambda _: "must be a list",
    "mapping_type": lambda _: "must be a block of keys and values",
    "dict_type": lambda _: "must be a block of keys and values",
    "model_type": lambda _: "must be a block of keys and values",
    "float_type": lambda _: "must be a number",
    "float_parsing": lambda d: f"{_quoted(d)} is not a number",
    "finite_number": lambda _: "must be a number",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda d: f"{_quoted(d)} is not a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda d: f"{_quoted(d)} is neither true nor false",
    "greater_than": lambda d: f"must be greater than {_limit('gt')(d)}",
    "greater_than_equal": lambda d: f"must be at least {_at_least(d)}",
    "less_than_equal": lambda d: f"must be at most {_at_most(d)}",
}
