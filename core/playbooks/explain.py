"""Says why an observation is worth making now, as values; the words are the assistant's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from core.playbooks.engine import Assessment, Engine, Findings, Share

if TYPE_CHECKING:
    from core.playbooks.schema import Cause, Observation, Result

IN_PLAY = 0.05  # a cause below this share is not worth naming
RULED_OUT = 0.02
POINTED_AT = 0.7
LEAST_DISTANCE = 0.3


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one result would mean: causes in play that it rules out, and the one it points to."""

    result: Result
    rules_out: tuple[Cause, ...] = ()
    points_to: Cause | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.rules_out) or self.points_to is not None


def best_split(
    engine: Engine, assessment: Assessment, observation: Observation
) -> tuple[Share, Share] | None:
    """The two causes in play that the observation tells apart best, the likelier first.

    Best is the product of both shares and of the distance between what they expect to see.
    """
    in_play = [share for share in assessment.ranking if share.probability >= IN_PLAY]
    expected = {
        share.cause.id: engine.likelihoods(observation.id, share.cause.id) for share in in_play
    }
    best: tuple[Share, Share] | None = None
    most = 0.0
    for one, other in combinations(in_play, 2):
        rows = zip(expected[one.cause.id], expected[other.cause.id], strict=True)
        distance = sum(abs(a - b) for a, b in rows) / 2
        value = one.probability * other.probability * distance
        if distance >= LEAST_DISTANCE and value > most + 1e-12:
            best, most = (one, other), value
    return best


def consequences(
    engine: Engine, findings: Findings, observation: Observation
) -> tuple[Consequence, ...]:
    """What each result would mean now, in the order of the results."""
    before = engine.belief(findings)
    causes = engine.playbook.causes
    found = []
    for result in observation.results:
        after = engine.belief(engine.with_result(findings, observation.id, result.id))
        changes = list(zip(causes, before, after, strict=True))
        out = [cause for cause, old, new in changes if old >= IN_PLAY and new < RULED_OUT]
        leading = next((c for c, old, new in changes if new >= POINTED_AT and new > old), None)
        found.append(Consequence(result, tuple(out), leading))
    return tuple(found)
