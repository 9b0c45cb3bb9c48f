"""The project follows its structural rules, and each rule really catches what it forbids."""

from __future__ import annotations

import pytest

from tests.arch import import_rules, network_rules, qt_rules, state_rules, testing_rules
from tests.arch.rule import Rule, Source, project_sources

RULES = (
    *import_rules.RULES,
    *network_rules.RULES,
    *state_rules.RULES,
    *qt_rules.RULES,
    *testing_rules.RULES,
)
SOURCES = project_sources()

CAUGHT = [(rule, sample) for rule in RULES for sample in rule.caught]
ALLOWED = [(rule, sample) for rule in RULES for sample in rule.allowed]


def named(value: Rule | Source) -> str:
    return value.name if isinstance(value, Rule) else f"{value.path}: {value.text[:40]!r}"


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_project_follows(rule: Rule) -> None:
    problems = [problem for source in SOURCES for problem in rule.violations(source)]
    assert not problems, "\n".join([rule.name, *problems])


@pytest.mark.parametrize(("rule", "sample"), CAUGHT, ids=named)
def test_the_rule_catches(rule: Rule, sample: Source) -> None:
    assert rule.violations(sample)


@pytest.mark.parametrize(("rule", "sample"), ALLOWED, ids=named)
def test_the_rule_allows(rule: Rule, sample: Source) -> None:
    assert not rule.violations(sample)


def test_no_boundary_is_listed_in_vain() -> None:
    """A listed file that no longer catches everything would be a hole for the next one."""
    listed = [source for source in SOURCES if source.path in state_rules.BOUNDARIES]
    assert {source.path for source in listed} == set(state_rules.BOUNDARIES)
    for source in listed:
        assert list(state_rules.check_blind_except(source)), source.path
