"""Every shipped playbook, followed to its fix through the same services as in the app."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.copilot.providers.playbook_case import observation_origin
from core.playbooks.library import PlaybookLibrary
from core.playbooks.schema import Cause, Playbook
from core.sessions.lane import LaneItem, LaneKind, LaneStatus
from tests.unit.copilot.conftest import MakeDesk
from tests.unit.copilot.desk import Desk
from tests.unit.playbooks.shipped import IDS

MOST_TURNS = 14
SAID_LIMIT = 2000
CARD_LIMIT = 450


def typical_answer(playbook: Playbook, cause: Cause, item: LaneItem) -> str:
    """The result one would expect to see if this were the cause."""
    (observation,) = (
        one for one in playbook.observations if observation_origin(playbook, one) == item.origin
    )
    return max(observation.results, key=lambda r: observation.probability(r.id, cause.id)).label


def open_items(desk: Desk) -> list[LaneItem]:
    return [item for item in desk.context().lane if item.status is LaneStatus.OPEN]


def follow(desk: Desk, playbook: Playbook, cause: Cause) -> None:
    """Answer the best card each time, until a fix is proposed."""
    for _ in range(MOST_TURNS):
        if desk.context().active_fix is not None:
            return
        assert 1 <= len(open_items(desk)) <= 3
        item = open_items(desk)[0]
        act = desk.answer if item.kind is LaneKind.QUESTION else desk.report
        act(item.text, typical_answer(playbook, cause, item))
    raise AssertionError(f"no fix after {MOST_TURNS} answers: {desk.said[-1]}")


@pytest.mark.parametrize("rank", ["likeliest", "rarest"])
@pytest.mark.parametrize("playbook_id", [one for one in IDS if one != "general-isolation"])
def test_a_problem_is_led_to_its_fix(
    make_desk: MakeDesk, library: PlaybookLibrary, playbook_id: str, rank: str
) -> None:
    playbook = library.get(playbook_id)
    assert playbook is not None
    causes = sorted(playbook.causes, key=lambda cause: cause.prior)
    cause = causes[-1 if rank == "likeliest" else 0]
    desk = make_desk(library)
    desk.say(playbook.title)
    assert desk.said[0].endswith(f"I follow the playbook **{playbook.title}**.")
    follow(desk, playbook, cause)
    assert desk.fix.origin == f"playbook:{playbook_id}/{cause.id}"
    assert desk.fix.confidence >= round(100 * playbook.threshold)
    assert desk.facts
    assert all("{" not in fact for fact in desk.facts)
    assert all(0 < len(said) <= SAID_LIMIT for said in desk.said)
    assert all(first != second for first, second in pairwise(desk.said))
    for item in desk.context().lane:
        assert item.why
        assert len(item.rules_out) <= CARD_LIMIT


def test_general_isolation_leads_somewhere_too(
    make_desk: MakeDesk, library: PlaybookLibrary
) -> None:
    playbook = library.get("general-isolation")
    assert playbook is not None
    desk = make_desk(library)
    desk.say("The coffee machine is broken")
    follow(desk, playbook, playbook.causes[0])
    assert desk.fix.origin == f"playbook:general-isolation/{playbook.causes[0].id}"
