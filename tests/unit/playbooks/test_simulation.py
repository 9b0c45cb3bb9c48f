"""Every shipped playbook finds each of its causes when the answers follow its own likelihoods."""

from __future__ import annotations

import pytest

from core.playbooks.simulation import Simulator, simulate
from tests.unit.playbooks.builders import cause, playbook, question
from tests.unit.playbooks.shipped import IDS, shipped

RUNS = 200
REQUIRED = 0.9


@pytest.mark.parametrize("playbook_id", IDS)
def test_each_cause_is_proposed_first_in_nine_runs_of_ten(playbook_id: str) -> None:
    book = shipped(playbook_id)
    simulator = Simulator(book)
    rates = {item.id: simulator.success_rate(item.id, RUNS) for item in book.causes}
    assert {key: rate for key, rate in rates.items() if rate < REQUIRED} == {}


def test_a_playbook_that_cannot_tell_two_causes_apart_fails_the_simulation() -> None:
    twins = playbook(
        [cause("left"), cause("right"), cause("other")],
        [question("seen", {"other": [0.95, 0.05], "default": [0.05, 0.95]})],
    )
    simulator = Simulator(twins)
    assert simulator.success_rate("left", 50) < REQUIRED
    assert simulator.success_rate("other", 50) >= REQUIRED


def test_the_same_seed_gives_the_same_run() -> None:
    book = playbook(
        [cause("left"), cause("right")],
        [question("seen", {"left": [0.8, 0.2], "default": [0.2, 0.8]})],
    )
    assert simulate(book, "left", 7) == simulate(book, "left", 7)
    assert len({simulate(book, "left", seed).evidence for seed in range(30)}) > 1
