"""Decides what a playbook does next: ask, propose a fix, or admit that it is out of its depth.

Pure: the same playbook and findings give the same assessment, on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from core.playbooks.belief import Distribution, normalised, tables

if TYPE_CHECKING:
    from core.playbooks.schema import Cause, Observation, Playbook

PARTIAL_WEIGHT = 0.3  # a fix that helped only partly makes its cause this much less likely
USEFUL_BITS = 0.02  # below this expected gain an observation is not worth the engineer's time
NEGLIGIBLE_BITS = (
    0.005  # below this an open item is withdrawn; lower than USEFUL so items don't flap
)
UNEXPLAINED_RATIO = 50.0
UNEXPLAINED_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation and the result it had."""

    observation_id: str
    result_id: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known in a session about one playbook. Ids the playbook lacks are ignored."""

    evidence: tuple[Evidence, ...] = ()
    skipped: frozenset[str] = frozenset()
    """Observations the engineer does not want to make."""
    excluded: frozenset[str] = frozenset()
    """Causes whose fix failed or was turned down."""
    partial: frozenset[str] = frozenset()
    """Causes whose fix helped only partly."""

    def results(self) -> dict[str, str]:
        """Result by observation; a later answer to the same observation replaces the earlier."""
        return {item.observation_id: item.result_id for item in self.evidence}


class Verdict(Enum):
    ASK = "ask"
    PROPOSE = "propose"
    OUT_OF_DEPTH = "out of depth"


class Depth(Enum):
    """Why a playbook is out of its depth."""

    ALL_EXCLUDED = "every fix was tried"
    UNEXPLAINED = "no cause explains the evidence"
    NOTHING_LEFT = "no observation is left that would decide it"


@dataclass(frozen=True, slots=True)
class Share:
    """A cause and its probability, 0..1."""

    cause: Cause
    probability: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An observation that could be made now, and the bits it is expected to bring."""

    observation: Observation
    gain: float

    @property
    def per_minute(self) -> float:
        return self.gain / self.observation.cost_minutes


@dataclass(frozen=True, slots=True)
class Assessment:
    """`ranking` has every cause, most likely first; `candidates` the best observation first."""

    verdict: Verdict
    ranking: tuple[Share, ...]
    candidates: tuple[Candidate, ...] = ()
    depth: Depth | None = None

    @property
    def leader(self) -> Share:
        return self.ranking[0]


class Engine:
    """One playbook, ready to be assessed against any findings."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self._tables = tables(playbook)
        self._log_priors = [math.log(cause.prior) for cause in playbook.causes]

    def belief(self, findings: Findings) -> Distribution:
        """P(cause | findings) in file order; all zero when every cause is excluded."""
        weights = self._log_likelihoods(findings)
        for index, cause in enumerate(self.playbook.causes):
            weights[index] += self._log_priors[index]
            if cause.id in findings.excluded:
                weights[index] = -math.inf
            elif cause.id in findings.partial:
                weights[index] += math.log(PARTIAL_WEIGHT)
        return normalised(weights)

    def assess(self, findings: Findings) -> Assessment:
        """What to do next, with the reasons as numbers."""
        belief = self.belief(findings)
        causes = self.playbook.causes
        order = sorted(range(len(causes)), key=lambda index: (-round(belief[index], 9), index))
        ranking = tuple(Share(causes[index], belief[index]) for index in order)
        if not any(belief):
            return Assessment(Verdict.OUT_OF_DEPTH, ranking, depth=Depth.ALL_EXCLUDED)
        candidates = tuple(self._candidates(belief, findings))
        if self._is_unexplained(findings):
            return Assessment(Verdict.OUT_OF_DEPTH, ranking, candidates, Depth.UNEXPLAINED)
        has_grounds = bool(self._known(findings)) or not candidates
        if has_grounds and ranking[0].probability >= self.playbook.threshold:
            return Assessment(Verdict.PROPOSE, ranking, candidates)
        if not candidates:
            return Assessment(Verdict.OUT_OF_DEPTH, ranking, depth=Depth.NOTHING_LEFT)
        return Assessment(Verdict.ASK, ranking, candidates)

    def gain(self, observation_id: str, findings: Findings) -> float:
        """Bits the observation is expected to bring if it is made now."""
        return self._tables[observation_id].expected_gain(self.belief(findings))

    def negligible(self, open_ids: Iterable[str], findings: Findings) -> tuple[str, ...]:
        """Those of the open observations that can no longer change anything worth knowing."""
        belief = self.belief(findings)
        return tuple(
            item
            for item in open_ids
            if item in self._tables and self._tables[item].expected_gain(belief) < NEGLIGIBLE_BITS
        )

    def likelihoods(self, observation_id: str, cause_id: str) -> Distribution:
        """P(result | cause) for each result of the observation, floored and normalised."""
        index = [cause.id for cause in self.playbook.causes].index(cause_id)
        return self._tables[observation_id].row(index)

    def with_result(self, findings: Findings, observation_id: str, result_id: str) -> Findings:
        """The findings as they would be if the observation had this result."""
        return replace(findings, evidence=(*findings.evidence, Evidence(observation_id, result_id)))

    def _candidates(self, belief: Distribution, findings: Findings) -> list[Candidate]:
        """Useful observations not yet made, by gain per minute, then cost, then file order."""
        closed = findings.skipped | findings.results().keys()
        found = [
            Candidate(item, gain)
            for item in self.playbook.observations
            if item.id not in closed
            and (gain := self._tables[item.id].expected_gain(belief)) >= USEFUL_BITS
        ]
        return sorted(found, key=lambda c: (-round(c.per_minute, 9), c.observation.cost_minutes))

    def _is_unexplained(self, findings: Findings) -> bool:
        """Whether pure chance would explain the evidence far better than any cause left.

        Under the true cause the ratio chance / cause has an expected value of 1 at every moment,
        so it exceeds UNEXPLAINED_RATIO in less than 1 / UNEXPLAINED_RATIO of all cases, however
        long one asks (Ville's inequality). That bounds false alarms at 2 %.
        """
        known = self._known(findings)
        if len(known) < UNEXPLAINED_EVIDENCE:
            return False
        left = [cause.id not in findings.excluded for cause in self.playbook.causes]
        best = max(
            value
            for value, is_left in zip(self._log_likelihoods(findings), left, strict=True)
            if is_left
        )
        chance = sum(self._tables[item].log_chance for item in known)
        return chance - best > math.log(UNEXPLAINED_RATIO)

    def _log_likelihoods(self, findings: Findings) -> list[float]:
        """Log P(evidence | cause) in file order."""
        totals = [0.0] * len(self.playbook.causes)
        for observation_id, result_id in self._known(findings).items():
            for index, value in enumerate(self._tables[observation_id].log_column(result_id)):
                totals[index] += value
        return totals

    def _known(self, findings: Findings) -> Mapping[str, str]:
        """The evidence this playbook understands (a session may outlive an edit of the file)."""
        return {
            item: result
            for item, result in findings.results().items()
            if item in self._tables and self._tables[item].knows(result)
        }
