"""Plays a playbook against a cause that is known to be true: does it find it, and how fast?"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.playbooks.engine import Assessment, Engine, Evidence, Findings, Verdict

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook

MAX_OBSERVATIONS = 8


@dataclass(frozen=True, slots=True)
class Run:
    """One simulated session. `proposed` is the first cause proposed, None if it came to none."""

    true_cause: str
    proposed: str | None
    evidence: tuple[Evidence, ...]

    @property
    def is_right(self) -> bool:
        return self.proposed == self.true_cause


class Simulator:
    """Runs one playbook many times.

    The engine is deterministic, so all runs walk the same decision tree; assessments are kept per
    path, which makes a thousand runs cost little more than the tree.
    """

    def __init__(self, playbook: Playbook) -> None:
        self._engine = Engine(playbook)
        self._assessed: dict[tuple[Evidence, ...], Assessment] = {}

    def run(self, true_cause: str, seed: int) -> Run:
        """Answer what the engine asks, each result drawn under `true_cause`, until it decides."""
        dice = random.Random(f"{self._engine.playbook.id}/{true_cause}/{seed}")  # noqa: S311
        evidence: tuple[Evidence, ...] = ()
        while True:
            assessment = self._assess(evidence)
            if assessment.verdict is Verdict.PROPOSE:
                return Run(true_cause, assessment.leader.cause.id, evidence)
            if assessment.verdict is not Verdict.ASK or len(evidence) == MAX_OBSERVATIONS:
                return Run(true_cause, None, evidence)
            asked = assessment.candidates[0].observation
            odds = self._engine.likelihoods(asked.id, true_cause)
            (result,) = dice.choices(asked.results, odds)
            evidence = (*evidence, Evidence(asked.id, result.id))

    def success_rate(self, true_cause: str, runs: int) -> float:
        """Share of runs (seeds 0..runs-1) whose first proposal is the true cause."""
        return sum(self.run(true_cause, seed).is_right for seed in range(runs)) / runs

    def _assess(self, evidence: tuple[Evidence, ...]) -> Assessment:
        known = self._assessed.get(evidence)
        if known is None:
            known = self._engine.assess(Findings(evidence))
            self._assessed[evidence] = known
        return known


def simulate(playbook: Playbook, true_cause: str, seed: int) -> Run:
    """One seeded run. Use a `Simulator` for many."""
    return Simulator(playbook).run(true_cause, seed)
