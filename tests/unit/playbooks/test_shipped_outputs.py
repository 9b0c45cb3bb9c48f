"""Realistic outputs of every shipped check are read as the fixtures say."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from core.playbooks.parsing import (
    HEAD_CHARACTERS,
    TAIL_CHARACTERS,
    Output,
    ParsedResult,
    parse,
)
from core.playbooks.schema import Observation
from tests.unit.playbooks.shipped import IDS, OUTPUTS, shipped

OTHER_LANGUAGE = re.compile(
    r"german|french|spanish|italian|dutch|polish|portuguese|czech|swedish|danish|norwegian"
    r"|finnish|hungarian|turkish|japanese|russian|localised|localized",
    re.IGNORECASE,
)
CPU_SECONDS_PER_OUTPUT = 1.0


class Sample(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    output: str
    stderr: str = ""
    exit_code: int | None = 0
    result: str | None
    values: dict[str, str] = {}

    def as_output(self) -> Output:
        return Output(stdout=self.output, stderr=self.stderr, exit_code=self.exit_code)

    @property
    def is_empty(self) -> bool:
        return not self.output.strip() and not self.stderr.strip() and self.exit_code in (0, None)


@cache
def samples(playbook_id: str) -> dict[str, list[Sample]]:
    text = (OUTPUTS / f"{playbook_id}.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, list[Sample]]).validate_python(yaml.safe_load(text) or {})


def checks(playbook_id: str) -> list[Observation]:
    return [item for item in shipped(playbook_id).observations if item.parse]


def read(observation: Observation, output: Output) -> tuple[str | None, dict[str, str]]:
    found = parse(observation.parse, output)
    if isinstance(found, ParsedResult):
        return found.result_id, dict(found.values)
    return None, {}


@pytest.mark.parametrize("playbook_id", IDS)
def test_samples_are_read_as_stated(playbook_id: str) -> None:
    wrong = []
    for observation in checks(playbook_id):
        for sample in samples(playbook_id).get(observation.id, []):
            result, values = read(observation, sample.as_output())
            if result != sample.result or not sample.values.items() <= values.items():
                wrong.append(f"{observation.id}: {sample.name}: read as {result} {values}")
    assert wrong == []


@pytest.mark.parametrize("playbook_id", IDS)
def test_a_result_that_is_read_can_fill_its_proof(playbook_id: str) -> None:
    for observation in checks(playbook_id):
        for sample in samples(playbook_id).get(observation.id, []):
            result_id, values = read(observation, sample.as_output())
            result = observation.result(result_id) if result_id else None
            if result is not None and result.proves is not None:
                missing = result.proves.placeholders() - values.keys()
                assert not missing, f"{observation.id}: {sample.name}"


@pytest.mark.parametrize("playbook_id", IDS)
def test_every_check_has_the_samples_it_needs(playbook_id: str) -> None:
    found = samples(playbook_id)
    assert set(found) <= {item.id for item in checks(playbook_id)}
    missing = [gap for item in checks(playbook_id) for gap in gaps(item, found.get(item.id, []))]
    if not any(OTHER_LANGUAGE.search(s.name) for every in found.values() for s in every):
        missing.append("no sample from another display language")
    assert missing == []


def gaps(observation: Observation, own: list[Sample]) -> Iterator[str]:
    shown = {sample.result for sample in own}
    for rule in observation.parse:
        if rule.result not in shown:
            yield f"{observation.id}: no sample for {rule.result}"
    if not any(sample.is_empty for sample in own):
        yield f"{observation.id}: no empty output"
    if not any(sample.exit_code not in (0, None) for sample in own):
        yield f"{observation.id}: no failed run"
    names = [sample.name for sample in own]
    if len(set(names)) != len(names):
        yield f"{observation.id}: two samples have the same name"


@pytest.mark.parametrize("playbook_id", IDS)
def test_no_output_keeps_the_parser_busy(playbook_id: str) -> None:
    """Patterns backtrack; on outputs made to hurt them, the cut to size must be enough."""
    slow = []
    for observation in checks(playbook_id):
        for name, text in hurtful(samples(playbook_id).get(observation.id, [])):
            started = time.process_time()
            read(observation, Output(stdout=text))
            if (took := time.process_time() - started) > CPU_SECONDS_PER_OUTPUT:
                slow.append(f"{observation.id}: {name} took {took:.1f} s")
    assert slow == []


def hurtful(own: list[Sample]) -> Iterator[tuple[str, str]]:
    size = HEAD_CHARACTERS + TAIL_CHARACTERS
    for unit in ("a", "1", " ", "\t", "=", "*", "1.", "a ", "a=\n", "1 ms\n", "* ", ": ", "\n"):
        yield f"endless {unit!r}", unit * (size // len(unit))
        yield f"lines of {unit!r}", ((unit * 900)[:900] + "\n") * (size // 900)
    for sample in own:
        if lines := [line for line in sample.output.splitlines() if line.strip()]:
            yield f"{sample.name}, repeated", (sample.output + "\n") * (size // len(sample.output))
            yield f"{sample.name}, first line repeated", f"{lines[0]}\n" * (size // len(lines[0]))
            half = "\n".join(lines[: max(1, len(lines) // 2)]) + "\n"
            yield f"{sample.name}, first half repeated", half * (size // len(half))
