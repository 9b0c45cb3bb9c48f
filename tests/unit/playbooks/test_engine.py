"""The engine's decisions, checked against the definitions written out the long way."""

from __future__ import annotations

import itertools
import math

import pytest

from core.playbooks.belief import MIN_LIKELIHOOD
from core.playbooks.engine import (
    NEGLIGIBLE_BITS,
    PARTIAL_WEIGHT,
    Depth,
    Engine,
    Evidence,
    Findings,
    Verdict,
)
from core.playbooks.schema import Playbook
from tests.unit.playbooks.builders import cause, playbook, question

PROBABILITIES = {
    "broad": {"left": [0.7, 0.2, 0.1], "right": [0.1, 0.8, 0.1], "default": [0.2, 0.2, 0.6]},
    "sharp": {"left": [0.95, 0.05], "default": [0.05, 0.95]},
    "slow": {"right": [0.98, 0.02], "default": [0.02, 0.98]},
}


def book() -> Playbook:
    return playbook(
        [cause("left", 3), cause("right", 2), cause("up", 1), cause("down", 1)],
        [
            question("broad", PROBABILITIES["broad"]),
            question("sharp", PROBABILITIES["sharp"], cost=2),
            question("slow", PROBABILITIES["slow"], cost=30),
        ],
    )


def brute_posterior(playbook: Playbook, evidence: dict[str, str]) -> list[float]:
    """Bayes' rule as in a textbook: prior times likelihoods, divided by their sum."""
    weights = []
    for item in playbook.causes:
        weight = item.prior
        for observation_id, result_id in evidence.items():
            observation = playbook.observation(observation_id)
            assert observation is not None
            weight *= observation.probability(result_id, item.id)
        weights.append(weight)
    return [weight / sum(weights) for weight in weights]


def brute_entropy(distribution: list[float]) -> float:
    return sum(p * math.log2(1 / p) for p in distribution if p)


def brute_gain(playbook: Playbook, evidence: dict[str, str], observation_id: str) -> float:
    """Entropy now, minus the entropy after each result weighed by how likely the result is."""
    observation = playbook.observation(observation_id)
    assert observation is not None
    before = brute_posterior(playbook, evidence)
    expected = 0.0
    for result in observation.results:
        likely = sum(
            share * observation.probability(result.id, item.id)
            for share, item in zip(before, playbook.causes, strict=True)
        )
        after = brute_posterior(playbook, {**evidence, observation_id: result.id})
        expected += likely * brute_entropy(after)
    return brute_entropy(before) - expected


def findings(**results: str) -> Findings:
    return Findings(tuple(Evidence(key, value) for key, value in results.items()))


EVERY_PATH = [
    dict(chosen)
    for count in range(4)
    for ids in itertools.combinations(PROBABILITIES, count)
    for chosen in itertools.product(*([(i, f"r{n}") for n in range(2)] for i in ids))
]


@pytest.mark.parametrize("evidence", EVERY_PATH, ids=str)
def test_the_posterior_is_bayes_rule(evidence: dict[str, str]) -> None:
    belief = Engine(book()).belief(findings(**evidence))
    assert belief == pytest.approx(brute_posterior(book(), evidence), rel=1e-9)


@pytest.mark.parametrize("evidence", EVERY_PATH, ids=str)
def test_the_gain_is_the_expected_fall_of_entropy(evidence: dict[str, str]) -> None:
    engine = Engine(book())
    for observation_id in PROBABILITIES.keys() - evidence.keys():
        gain = engine.gain(observation_id, findings(**evidence))
        assert gain == pytest.approx(brute_gain(book(), evidence, observation_id), abs=1e-9)


def test_the_best_observation_brings_most_bits_per_minute() -> None:
    engine = Engine(book())
    per_minute = {
        item.id: brute_gain(book(), {}, item.id) / item.cost_minutes
        for item in book().observations
        if not item.id.startswith("flat")
    }
    ranked = [one.observation.id for one in engine.assess(Findings()).candidates]
    assert ranked == sorted(per_minute, key=lambda key: -per_minute[key])
    assert ranked[-1] == "slow"


def test_ties_go_to_the_cheaper_and_then_to_the_first_in_the_file() -> None:
    row = {"left": [0.9, 0.1], "default": [0.1, 0.9]}
    twins = playbook(
        [cause("left"), cause("right")],
        [question("zulu", row), question("alpha", row), question("mike", row)],
    )
    ranked = [one.observation.id for one in Engine(twins).assess(Findings()).candidates]
    assert ranked == ["zulu", "alpha", "mike"]


def test_a_likelihood_of_zero_does_not_make_a_cause_impossible() -> None:
    certain = playbook(
        [cause("left"), cause("right")],
        [question("seen", {"left": [1, 0], "default": [0, 1]})],
    )
    belief = Engine(certain).belief(findings(seen="r0"))
    assert belief[1] == pytest.approx(MIN_LIKELIHOOD, rel=0.01)


def test_a_thousand_small_numbers_do_not_underflow() -> None:
    causes = [cause(name, 0.0001) for name in ("left", "right", "up", "down")]
    long = playbook(
        causes,
        [question(f"q{n}", {"left": [0.02, 0.98], "default": [0.01, 0.99]}) for n in range(300)],
    )
    belief = Engine(long).belief(Findings(tuple(Evidence(f"q{n}", "r0") for n in range(300))))
    assert sum(belief) == pytest.approx(1)
    assert belief[0] == pytest.approx(1)


def test_a_later_answer_to_the_same_observation_replaces_the_earlier() -> None:
    engine = Engine(book())
    changed = Findings((Evidence("sharp", "r0"), Evidence("sharp", "r1")))
    assert engine.belief(changed) == engine.belief(findings(sharp="r1"))


def test_evidence_the_playbook_does_not_know_is_ignored() -> None:
    engine = Engine(book())
    assert engine.belief(findings(gone="r0", sharp="r9")) == engine.belief(Findings())


def test_a_failed_fix_excludes_its_cause_and_the_rest_share_its_weight() -> None:
    belief = Engine(book()).belief(Findings(excluded=frozenset({"left"})))
    assert belief == pytest.approx([0, 2 / 4, 1 / 4, 1 / 4])


def test_a_partial_fix_makes_its_cause_less_likely() -> None:
    belief = Engine(book()).belief(Findings(partial=frozenset({"left"})))
    total = 3 * PARTIAL_WEIGHT + 4
    assert belief == pytest.approx([3 * PARTIAL_WEIGHT / total, 2 / total, 1 / total, 1 / total])


def test_it_asks_until_the_leading_cause_passes_the_threshold() -> None:
    engine = Engine(book())
    assert engine.assess(Findings()).verdict is Verdict.ASK
    assessment = engine.assess(findings(sharp="r0", broad="r0"))
    assert assessment.verdict is Verdict.PROPOSE
    assert assessment.leader.cause.id == "left"
    assert assessment.leader.probability >= book().threshold


def test_a_prior_alone_is_no_ground_for_a_fix() -> None:
    sure = playbook(
        [cause("left", 100), cause("right", 1)],
        [question("seen", {"left": [0.9, 0.1], "default": [0.1, 0.9]})],
    )
    assert Engine(sure).assess(Findings()).verdict is Verdict.ASK
    assert Engine(sure).assess(findings(seen="r0")).verdict is Verdict.PROPOSE


def test_skipped_and_answered_observations_are_not_asked_again() -> None:
    engine = Engine(book())
    known = Findings((Evidence("broad", "r0"),), skipped=frozenset({"sharp"}))
    assert [one.observation.id for one in engine.assess(known).candidates] == ["slow"]


def test_when_nothing_useful_is_left_it_admits_it() -> None:
    engine = Engine(book())
    skipped = Findings(skipped=frozenset(PROBABILITIES))
    assessment = engine.assess(skipped)
    assert assessment.verdict is Verdict.OUT_OF_DEPTH
    assert assessment.depth is Depth.NOTHING_LEFT


def test_when_every_fix_failed_it_admits_it() -> None:
    assessment = Engine(book()).assess(
        Findings(excluded=frozenset(item.id for item in book().causes))
    )
    assert assessment.verdict is Verdict.OUT_OF_DEPTH
    assert assessment.depth is Depth.ALL_EXCLUDED


def contradictions(count: int) -> Playbook:
    """Each cause is the only one that expects its own question to be answered with r1."""
    names = ("left", "right", "up", "down")
    return playbook(
        [cause(name) for name in names],
        [
            question(f"q{n}", {names[n % 4]: [0.03, 0.97], "default": [0.97, 0.03]})
            for n in range(count)
        ],
    )


def test_evidence_no_cause_expects_is_out_of_depth() -> None:
    engine = Engine(contradictions(6))
    everything = Findings(tuple(Evidence(f"q{n}", "r1") for n in range(4)))
    assessment = engine.assess(everything)
    assert assessment.verdict is Verdict.OUT_OF_DEPTH
    assert assessment.depth is Depth.UNEXPLAINED


def test_one_surprise_is_not_yet_out_of_depth() -> None:
    engine = Engine(contradictions(8))
    known = Findings((Evidence("q0", "r1"), Evidence("q4", "r1"), Evidence("q1", "r1")))
    assert engine.assess(known).verdict is Verdict.PROPOSE
    assert engine.assess(known).leader.cause.id == "left"


def test_excluding_the_explanation_leaves_the_evidence_unexplained() -> None:
    engine = Engine(contradictions(8))
    pointing_left = tuple(Evidence(f"q{n}", "r1" if n % 4 == 0 else "r0") for n in range(8))
    assert engine.assess(Findings(pointing_left)).verdict is Verdict.PROPOSE
    failed = engine.assess(Findings(pointing_left, excluded=frozenset({"left"})))
    assert failed.depth is Depth.UNEXPLAINED


def test_an_open_item_that_tells_nothing_any_more_is_negligible() -> None:
    engine = Engine(book())
    known = findings(sharp="r0", broad="r0", slow="r1")
    assert engine.negligible(["flat0", "slow", "gone"], Findings()) == ("flat0",)
    settled = Findings((*known.evidence,), excluded=frozenset({"right", "up"}))
    assert "slow" in engine.negligible(["slow"], settled)
    assert engine.gain("slow", settled) < NEGLIGIBLE_BITS


def test_the_same_findings_give_the_same_assessment() -> None:
    known = findings(broad="r1")
    assert Engine(book()).assess(known) == Engine(book()).assess(known)
