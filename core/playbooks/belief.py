"""The arithmetic behind a playbook: how likely each cause is, and what an observation would tell.

Naive Bayes over the causes of one playbook: observations are taken as independent given the cause.
Everything is precomputed per playbook, so one update costs a few hundred multiplications.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.playbooks.schema import Observation, Playbook

# One wrong answer must not make a cause impossible, whatever the file says.
MIN_LIKELIHOOD = 0.001

Distribution = tuple[float, ...]


class LikelihoodTable:
    """P(result | cause) of one observation; rows are causes, columns results, in file order."""

    def __init__(self, observation: Observation, cause_ids: Sequence[str]) -> None:
        self._column = {result.id: index for index, result in enumerate(observation.results)}
        self._rows = [_row(observation, cause) for cause in cause_ids]
        self._row_entropy = [entropy(row) for row in self._rows]
        self._log_columns = [
            [math.log(row[index]) for row in self._rows] for index in self._column.values()
        ]

    def row(self, cause_index: int) -> Distribution:
        """P(result | cause) for each result."""
        return self._rows[cause_index]

    def log_column(self, result_id: str) -> Sequence[float]:
        """Log of P(result | cause) for each cause."""
        return self._log_columns[self._column[result_id]]

    def knows(self, result_id: str) -> bool:
        return result_id in self._column

    @property
    def log_chance(self) -> float:
        """Log probability of any one result if all were equally likely."""
        return -math.log(len(self._column))

    def expected_gain(self, belief: Distribution) -> float:
        """Bits by which the entropy over the causes is expected to fall (mutual information)."""
        marginal = [0.0] * len(self._column)
        noise = 0.0
        for weight, row, row_entropy in zip(belief, self._rows, self._row_entropy, strict=True):
            if weight:
                noise += weight * row_entropy
                for index, probability in enumerate(row):
                    marginal[index] += weight * probability
        return max(0.0, entropy(marginal) - noise)


def _row(observation: Observation, cause_id: str) -> Distribution:
    raw = [
        max(observation.probability(r.id, cause_id), MIN_LIKELIHOOD) for r in observation.results
    ]
    total = sum(raw)
    return tuple(value / total for value in raw)


def entropy(distribution: Sequence[float]) -> float:
    """Shannon entropy in bits."""
    return -sum(p * math.log2(p) for p in distribution if p > 0)


def normalised(log_weights: Sequence[float]) -> Distribution:
    """Probabilities from log weights; `-inf` stays impossible. All zero if nothing is possible."""
    top = max(log_weights)
    if top == -math.inf:
        return tuple(0.0 for _ in log_weights)
    weights = [math.exp(weight - top) for weight in log_weights]
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def tables(playbook: Playbook) -> Mapping[str, LikelihoodTable]:
    """One table per observation id, in file order."""
    causes = [cause.id for cause in playbook.causes]
    return {item.id: LikelihoodTable(item, causes) for item in playbook.observations}
