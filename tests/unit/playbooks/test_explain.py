from __future__ import annotations

from core.playbooks.engine import Engine, Evidence, Findings
from core.playbooks.explain import best_split, consequences
from tests.unit.playbooks.builders import cause, playbook, question

BOOK = playbook(
    [cause("left", 50), cause("right", 30), cause("up", 15), cause("down", 5)],
    [
        question("sides", {"left": [0.97, 0.03], "right": [0.03, 0.97], "default": [0.5, 0.5]}),
        question("level", {"up": [0.98, 0.02], "default": [0.02, 0.98]}),
        question("hint", {"left": [0.6, 0.4], "default": [0.5, 0.5]}),
    ],
)
ENGINE = Engine(BOOK)


NOTHING = Findings()


def split(observation_id: str, findings: Findings = NOTHING) -> tuple[str, str] | None:
    observation = BOOK.observation(observation_id)
    assert observation is not None
    found = best_split(ENGINE, ENGINE.assess(findings), observation)
    return None if found is None else (found[0].cause.id, found[1].cause.id)


def test_it_names_the_two_causes_an_observation_really_tells_apart() -> None:
    assert split("sides") == ("left", "right")
    assert split("level") == ("left", "up")


def test_an_observation_that_hardly_tells_causes_apart_splits_none() -> None:
    assert split("hint") is None


def test_causes_out_of_play_are_not_named() -> None:
    without_up = Findings((Evidence("level", "r1"),), excluded=frozenset({"up"}))
    assert split("level", without_up) is None


def test_each_answer_says_what_it_rules_out_and_what_it_points_to() -> None:
    sides = BOOK.observation("sides")
    assert sides is not None
    one, other = consequences(ENGINE, Findings(), sides)
    assert [item.id for item in one.rules_out] == ["right"]
    assert one.points_to is not None
    assert one.points_to.id == "left"
    assert [item.id for item in other.rules_out] == []
    assert other.points_to is not None
    assert other.points_to.id == "right"


def test_an_answer_that_changes_little_says_nothing() -> None:
    hint = BOOK.observation("hint")
    assert hint is not None
    assert not any(one.says_something for one in consequences(ENGINE, Findings(), hint))
