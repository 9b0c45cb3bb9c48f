"""What a playbook file may say.

A playbook is one YAML document. It describes causes with prior weights, observations that tell the
causes apart, and one fix per cause. Every rule that makes a file unusable is checked here, so a
loaded `Playbook` can be trusted by the engine without looking twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", max_length=60)
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Script = Annotated[str, StringConstraints(min_length=1, max_length=50_000)]

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
LIKELIHOOD_TOLERANCE = 0.011  # a row written with two decimals may miss 1 by this much


class Part(BaseModel):
    """Base of every element: immutable, and an unknown key is an error (it is a typing mistake)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Symptoms(Part):
    """How people describe this problem. `synonyms` widen single words of the phrases."""

    phrases: tuple[Line, ...] = Field(min_length=3)
    synonyms: Mapping[str, tuple[Line, ...]] = Field(default_factory=dict)
    excludes: tuple[Line, ...] = ()


class FixScript(Part):
    """A script that carries out the fix; shown to read and copy, never run by a playbook."""

    language: Literal["powershell", "bash"]
    body: Script
    elevated: bool = False


class Fix(Part):
    """What to do about one cause."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    description: Text
    steps: tuple[Line, ...] = Field(min_length=1)
    verify: tuple[Line, ...] = Field(min_length=1)
    undo: tuple[Line, ...] = Field(min_length=1)
    script: FixScript | None = None


class Cause(Part):
    """One explanation of the problem. `prior` is a relative weight, not a probability."""

    id: Slug
    title: Line
    prior: float = Field(gt=0, le=100)
    fix: Fix


class Proof(Part):
    """The fact a result proves. `{name}` in `text` is filled from the parser's named groups."""

    text: Line
    summary: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]

    def placeholders(self) -> set[str]:
        return set(PLACEHOLDER.findall(self.text))


class Result(Part):
    """One possible outcome of an observation; `label` is the option the engineer can pick.

    `proves` may be left out when the result says nothing worth a fact.
    """

    id: Slug
    label: Line
    proves: Proof | None = None


class ParseRule(Part):
    """Recognises one result in a command's output. Rules are tried in order; the first match wins.

    `match` and `unless` are regular expressions (case-insensitive, `^` and `$` match at lines)
    searched in `stream`. Named groups become values for the proof. `below` / `at_least` compare a
    named group as a number. A rule without `exit_code` only applies to runs that ended with 0,
    or whose exit code is unknown because the output was pasted.
    """

    result: Slug
    match: str | None = None
    unless: str | None = None
    stream: Literal["stdout", "stderr", "both"] = "stdout"
    exit_code: Literal["zero", "nonzero", "any"] = "zero"
    below: Mapping[str, float] = Field(default_factory=dict)
    at_least: Mapping[str, float] = Field(default_factory=dict)

    @field_validator("match", "unless")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as broken:
                raise ValueError(f"not a valid regular expression: {broken}") from broken
        return pattern

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.match is None and self.exit_code != "nonzero":
            raise ValueError("a rule needs `match`, or `exit_code: nonzero`")
        unknown = (set(self.below) | set(self.at_least)) - self.groups()
        if unknown:
            raise ValueError(f"compares {_names(unknown)}, which `match` does not capture")
        return self

    def groups(self) -> set[str]:
        return set(re.compile(self.match).groupindex) if self.match else set()


class Commands(Part):
    """A read-only command per platform of the engineer's laptop.

    `windows` must work on Windows PowerShell 5.1. A platform without a command can still paste.
    """

    windows: Script
    linux: Script | None = None
    macos: Script | None = None


class Observation(Part):
    """A question or a diagnostic check.

    `likelihood` maps a cause to the probability of each result under it, in the order of `results`;
    the row `default` serves the causes that are not named.
    """

    id: Slug
    kind: Literal["question", "check"]
    text: Line
    why: Line
    context: Annotated[str, StringConstraints(max_length=600, strip_whitespace=True)] = ""
    cost_minutes: float = Field(gt=0, le=120)
    commands: Commands | None = None
    parse: tuple[ParseRule, ...] = ()
    results: tuple[Result, ...] = Field(min_length=2, max_length=6)
    likelihood: Mapping[str, tuple[Annotated[float, Field(ge=0, le=1)], ...]]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        known = _unique("result", (result.id for result in self.results))
        _unique("result label", (result.label for result in self.results))
        if (self.commands is not None or self.parse) and self.kind == "question":
            raise ValueError("a question has neither commands nor parse rules")
        if self.commands is not None and not self.parse:
            raise ValueError("a check with commands needs parse rules")
        for rule in self.parse:
            if rule.result not in known:
                raise ValueError(f"parse rule names the unknown result '{rule.result}'")
        self._proofs_can_be_filled()
        for cause, row in self.likelihood.items():
            self._check_row(cause, row)
        return self

    def _check_row(self, cause: str, row: tuple[float, ...]) -> None:
        if len(row) != len(self.results):
            raise ValueError(
                f"likelihood of '{cause}' has {len(row)} values for {len(self.results)} results"
            )
        if abs(sum(row) - 1) > LIKELIHOOD_TOLERANCE:
            raise ValueError(f"likelihood of '{cause}' adds up to {sum(row):.2f}, not 1")

    def _proofs_can_be_filled(self) -> None:
        """A placeholder is allowed only when every rule for that result captures it.

        When the engineer picks the result by hand the placeholder falls back to "the reported
        value"; that is the engine's business, not the file's.
        """
        for result in self.results:
            wanted = result.proves.placeholders() if result.proves else set()
            rules = [rule for rule in self.parse if rule.result == result.id]
            missing = wanted if not rules else set().union(*(wanted - r.groups() for r in rules))
            if missing:
                raise ValueError(f"proof of '{result.id}' uses {_names(missing)}, never captured")

    def result(self, result_id: str) -> Result | None:
        return next((result for result in self.results if result.id == result_id), None)

    def probability(self, result_id: str, cause_id: str) -> float:
        """P(result | cause), in 0..1."""
        index = [result.id for result in self.results].index(result_id)
        row = self.likelihood.get(cause_id) or self.likelihood["default"]
        return row[index] / sum(row)


class Playbook(Part):
    """One guided troubleshooting flow. See the module's docstring."""

    id: Slug
    version: int = Field(ge=1)
    title: Line
    domain: Literal[
        "network", "identity", "microsoft365", "windows", "printing", "storage", "general"
    ]
    summary: Text
    opening: Text
    symptoms: Symptoms
    threshold: float = Field(default=0.8, ge=0.5, le=0.99)
    causes: tuple[Cause, ...] = Field(min_length=4)
    observations: tuple[Observation, ...] = Field(min_length=6)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        causes = _unique("cause", (cause.id for cause in self.causes))
        _unique("fix title", (cause.fix.title for cause in self.causes))
        _unique("observation", (observation.id for observation in self.observations))
        _unique("observation text", (observation.text for observation in self.observations))
        for observation in self.observations:
            rows = set(observation.likelihood)
            if stray := rows - causes - {"default"}:
                raise ValueError(f"observation '{observation.id}' rates unknown {_names(stray)}")
            if "default" not in rows and (gap := causes - rows):
                raise ValueError(f"observation '{observation.id}' has no row for {_names(gap)}")
        return self

    def cause(self, cause_id: str) -> Cause:
        return next(cause for cause in self.causes if cause.id == cause_id)

    def observation(self, observation_id: str) -> Observation | None:
        return next((item for item in self.observations if item.id == observation_id), None)


def _unique(what: str, values: Iterable[str]) -> set[str]:
    counts = Counter(values)
    if twice := {value for value, count in counts.items() if count > 1}:
        raise ValueError(f"{what} {_names(twice)} appears twice")
    return set(counts)


def _names(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))
