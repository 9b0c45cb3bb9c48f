"""Who answers next: one test per row of the table, and that no wish outweighs a client's rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from core.copilot.ladder import MODELS, Choice, Situation, choose
from core.copilot.standing import ModelReach
from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy

CLOUD, LOCAL, PLAYBOOK = Rung.CLOUD, Rung.LOCAL, Rung.PLAYBOOK
ALL_SET = Situation(
    configured=dict.fromkeys(MODELS, True), reach=dict.fromkeys(MODELS, ModelReach.REACHABLE)
)


def situation(
    *set_up: Rung,
    down: tuple[Rung, ...] = (),
    policy: ModelPolicy = ModelPolicy.CLOUD_ALLOWED,
    limit: bool = False,
    forced: Rung | None = None,
) -> Situation:
    reach = {
        rung: ModelReach.UNREACHABLE if rung in down else ModelReach.REACHABLE for rung in MODELS
    }
    return Situation(
        configured={rung: rung in set_up for rung in MODELS},
        reach=reach,
        policy=policy,
        is_limit_reached=limit,
        forced=forced,
    )


@pytest.mark.parametrize(
    ("now", "rung", "why"),
    [
        (situation(), PLAYBOOK, "No model is set up."),
        (situation(CLOUD, LOCAL), CLOUD, ""),
        (situation(LOCAL), LOCAL, ""),
        (situation(CLOUD, LOCAL, down=(CLOUD,)), LOCAL, "The cloud model cannot be reached."),
        (situation(CLOUD, down=(CLOUD,)), PLAYBOOK, "The cloud model cannot be reached."),
        (situation(LOCAL, down=(LOCAL,)), PLAYBOOK, "The local model cannot be reached."),
        (situation(CLOUD, LOCAL, limit=True), LOCAL, "The monthly limit is reached."),
        (situation(CLOUD, limit=True), PLAYBOOK, "The monthly limit is reached."),
        (
            situation(CLOUD, LOCAL, policy=ModelPolicy.LOCAL_ONLY),
            LOCAL,
            "Only a local model may see this client's sessions.",
        ),
        (
            situation(CLOUD, LOCAL, policy=ModelPolicy.NO_MODEL),
            PLAYBOOK,
            "No model may see this client's sessions.",
        ),
        (
            situation(CLOUD, LOCAL, forced=LOCAL),
            LOCAL,
            "You chose the local model for this session.",
        ),
        (
            situation(CLOUD, LOCAL, forced=PLAYBOOK),
            PLAYBOOK,
            "You chose the playbooks for this session.",
        ),
        (
            situation(CLOUD, LOCAL, down=(CLOUD,), forced=CLOUD),
            CLOUD,
            "You chose the cloud model for this session.",
        ),
        (
            situation(CLOUD, LOCAL, limit=True, forced=CLOUD),
            LOCAL,
            "The monthly limit is reached.",
        ),
        (
            situation(CLOUD, policy=ModelPolicy.LOCAL_ONLY, forced=CLOUD),
            PLAYBOOK,
            "Only a local model may see this client's sessions.",
        ),
        (
            situation(CLOUD, LOCAL, policy=ModelPolicy.NO_MODEL, forced=LOCAL),
            PLAYBOOK,
            "No model may see this client's sessions.",
        ),
        (situation(CLOUD, forced=LOCAL), PLAYBOOK, "The local model is not set up."),
    ],
)
def test_the_table(now: Situation, rung: Rung, why: str) -> None:
    assert choose(now) == Choice(rung, why)


def test_an_address_nobody_tried_yet_is_worth_a_try() -> None:
    unknown = replace(ALL_SET, reach=dict.fromkeys(MODELS, ModelReach.UNKNOWN))
    assert choose(unknown).rung is CLOUD


def test_the_sample_follows_its_playbook() -> None:
    sample = replace(ALL_SET, is_sample=True, forced=CLOUD)
    assert choose(sample) == Choice(PLAYBOOK, "The sample session follows its playbook.")


def every_situation() -> list[Situation]:
    flags = (True, False)
    return [
        Situation(
            configured={CLOUD: cloud, LOCAL: local},
            reach={CLOUD: cloud_reach, LOCAL: local_reach},
            policy=policy,
            is_limit_reached=limit,
            is_sample=sample,
            forced=forced,
        )
        for cloud, local, limit, sample in product(flags, repeat=4)
        for cloud_reach, local_reach in product(ModelReach, repeat=2)
        for policy in ModelPolicy
        for forced in (None, *Rung)
    ]


def test_nothing_ever_outweighs_what_the_client_allows_or_the_limit() -> None:
    for now in every_situation():
        rung = choose(now).rung
        assert rung is PLAYBOOK or now.configured[rung]
        if now.policy is ModelPolicy.NO_MODEL:
            assert rung is PLAYBOOK
        if now.policy is ModelPolicy.LOCAL_ONLY or now.is_limit_reached:
            assert rung is not CLOUD


def test_who_chose_to_stay_near_never_gets_a_model_further_away() -> None:
    for now in every_situation():
        if now.forced in (LOCAL, PLAYBOOK):
            assert choose(now).rung is not CLOUD
        if now.forced is PLAYBOOK:
            assert choose(now).rung is PLAYBOOK


def test_there_is_a_reason_whenever_the_best_rung_does_not_answer() -> None:
    for now in every_situation():
        choice = choose(now)
        assert choice.why or choice.rung is CLOUD or not now.configured[CLOUD]
