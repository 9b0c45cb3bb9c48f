"""The degradation ladder: cloud model, local model, playbook. The first that may and can answers.

| for every session            | answers                                                       |
|------------------------------|---------------------------------------------------------------|
| the sample                   | playbook                                                      |
| client: no model             | playbook, also when the engineer chose a model                |
| client: local model only     | never the cloud model                                         |
| monthly limit reached        | never the cloud model                                         |
| the engineer chose a rung    | that one, if it is set up and allowed, reachable or not;      |
|                              | else one below it: what leaves the laptop never gets more     |
| otherwise                    | the first that is set up, allowed and not known unreachable   |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.copilot.standing import ModelReach
from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy

MODELS = (Rung.CLOUD, Rung.LOCAL)
_NAMES = {Rung.CLOUD: "cloud model", Rung.LOCAL: "local model", Rung.PLAYBOOK: "playbooks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the choice depends on. `configured` and `reach` speak of the two models."""

    configured: Mapping[Rung, bool]
    reach: Mapping[Rung, ModelReach]
    policy: ModelPolicy = ModelPolicy.CLOUD_ALLOWED
    is_limit_reached: bool = False
    is_sample: bool = False
    forced: Rung | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    rung: Rung
    why: str


def choose(now: Situation) -> Choice:
    """Who answers next, and one sentence that says why."""
    if now.is_sample:
        return Choice(Rung.PLAYBOOK, "The sample session follows its playbook.")
    passed_over = ""
    candidates: tuple[Rung, ...] = MODELS
    if now.forced is not None:
        passed_over = refusal(now.forced, now)
        if not passed_over:
            return Choice(now.forced, f"You chose the {_NAMES[now.forced]} for this session.")
        candidates = MODELS[MODELS.index(now.forced) + 1 :]
    for rung in candidates:
        reason = refusal(rung, now)
        if not reason and now.reach[rung] is ModelReach.UNREACHABLE:
            reason = f"The {_NAMES[rung]} cannot be reached."
        if not reason:
            return Choice(rung, passed_over)
        if now.configured[rung]:
            passed_over = passed_over or reason
    return Choice(Rung.PLAYBOOK, passed_over or "No model is set up.")


def refusal(rung: Rung, now: Situation) -> str:
    """Why a rung may not answer, whether or not it could be reached; empty when it may."""
    if rung is Rung.PLAYBOOK:
        return ""
    if not now.configured[rung]:
        return f"The {_NAMES[rung]} is not set up."
    if now.policy is ModelPolicy.NO_MODEL:
        return "No model may see this client's sessions."
    if rung is Rung.CLOUD and now.policy is ModelPolicy.LOCAL_ONLY:
        return "Only a local model may see this client's sessions."
    if rung is Rung.CLOUD and now.is_limit_reached:
        return "The monthly limit is reached."
    return ""
