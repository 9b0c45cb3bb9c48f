"""What must hold for every playbook and every order of evidence."""

from __future__ import annotations

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from core.playbooks.engine import Engine, Evidence, Findings, Verdict
from core.playbooks.schema import Playbook
from tests.unit.playbooks.builders import cause, playbook, question

CAUSES = ("left", "right", "up", "down", "other")


@st.composite
def rows(draw: st.DrawFn, width: int) -> list[float]:
    parts = draw(st.lists(st.integers(0, 100), min_size=width, max_size=width).filter(any))
    return [part / sum(parts) for part in parts]


@st.composite
def playbooks(draw: st.DrawFn) -> Playbook:
    priors = draw(st.lists(st.floats(0.001, 100), min_size=4, max_size=5))
    names = CAUSES[: len(priors)]
    observations = []
    for number in range(6):
        width = draw(st.integers(2, 4))
        likelihood = {name: draw(rows(width)) for name in names}
        cost = draw(st.sampled_from([0.5, 1.0, 5.0]))
        observations.append(question(f"q{number}", likelihood, cost))
    causes = [cause(name, prior) for name, prior in zip(names, priors, strict=True)]
    return playbook(causes, observations)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Playbook, Findings]:
    book = draw(playbooks())
    evidence = tuple(
        Evidence(item.id, draw(st.sampled_from(item.results)).id)
        for item in draw(st.permutations(book.observations))[: draw(st.integers(0, 6))]
    )
    ids = [item.id for item in book.causes]
    return book, Findings(
        evidence,
        skipped=draw(st.frozensets(st.sampled_from([item.id for item in book.observations]))),
        excluded=draw(st.frozensets(st.sampled_from(ids), max_size=len(ids))),
        partial=draw(st.frozensets(st.sampled_from(ids))),
    )


@given(cases())
def test_the_belief_is_a_distribution_over_the_causes_left(case: tuple[Playbook, Findings]) -> None:
    book, findings = case
    belief = Engine(book).belief(findings)
    left = [item.id not in findings.excluded for item in book.causes]
    assert all(0 <= share <= 1 for share in belief)
    assert all(share == 0 for share, is_left in zip(belief, left, strict=True) if not is_left)
    assert math.isclose(sum(belief), 1 if any(left) else 0, abs_tol=1e-9)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(
    case: tuple[Playbook, Findings], dice: random.Random
) -> None:
    book, findings = case
    shuffled = list(findings.evidence)
    dice.shuffle(shuffled)
    again = Findings(tuple(shuffled), findings.skipped, findings.excluded, findings.partial)
    first, second = Engine(book).belief(findings), Engine(book).belief(again)
    assert all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(first, second, strict=True))


@given(cases())
def test_an_observation_never_brings_less_than_nothing_or_more_than_there_is(
    case: tuple[Playbook, Findings],
) -> None:
    book, findings = case
    engine = Engine(book)
    belief = engine.belief(findings)
    entropy = -sum(p * math.log2(p) for p in belief if p)
    for item in book.observations:
        most = min(entropy, math.log2(len(item.results)))
        assert 0 <= engine.gain(item.id, findings) <= most + 1e-9


@given(cases())
def test_an_assessment_is_always_one_the_assistant_can_act_on(
    case: tuple[Playbook, Findings],
) -> None:
    book, findings = case
    assessment = Engine(book).assess(findings)
    asked = {one.observation.id for one in assessment.candidates}
    assert not asked & (findings.skipped | findings.results().keys())
    assert {share.cause.id for share in assessment.ranking} == {item.id for item in book.causes}
    if assessment.verdict is Verdict.ASK:
        assert asked
    if assessment.verdict is Verdict.PROPOSE:
        assert assessment.leader.cause.id not in findings.excluded
        assert assessment.leader.probability >= book.threshold
    assert (assessment.depth is None) == (assessment.verdict is not Verdict.OUT_OF_DEPTH)
