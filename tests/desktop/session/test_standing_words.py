"""The words for who answers, what leaves, and what it costs."""

from __future__ import annotations

import pytest

from core.copilot.standing import ModelReach, RungState, Spend, Standing
from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy
from desktop.session.spend_words import dollars, spend_line, unpriced_words
from desktop.session.standing_words import pictures_to, standing_line

_CLOUD = RungState(
    rung=Rung.CLOUD,
    is_configured=True,
    reach=ModelReach.UNREACHABLE,
    label="claude-sonnet-5-5 at api.example.com",
)


def standing(rung: Rung, host: str, *others: RungState) -> Standing:
    return Standing(
        rung=rung,
        why="The cloud model cannot be reached." if rung is not Rung.CLOUD else "",
        forced=None,
        rungs=others or (_CLOUD,),
        leaves="",
        policy=ModelPolicy.CLOUD_ALLOWED,
        host=host,
    )


def test_the_line_says_where_it_goes() -> None:
    assert standing_line(standing(Rung.CLOUD, "api.example.com")) == (
        "Cloud model answers · goes to api.example.com, secrets taken out"
    )
    assert standing_line(standing(Rung.PLAYBOOK, "")) == (
        "Playbooks answer · nothing leaves this laptop · The cloud model cannot be reached"
    )


def test_a_yes_for_a_model_nearby_names_the_cloud_that_may_come_back() -> None:
    assert pictures_to(standing(Rung.CLOUD, "api.example.com")) == "api.example.com"
    assert pictures_to(standing(Rung.LOCAL, "")) == ""
    assert pictures_to(standing(Rung.LOCAL, "gpu.lan")) == (
        "gpu.lan, and to the cloud model when that answers"
    )
    none = RungState(
        rung=Rung.CLOUD, is_configured=False, reach=ModelReach.UNKNOWN, label="", refusal="No."
    )
    assert pictures_to(standing(Rung.LOCAL, "gpu.lan", none)) == "gpu.lan"


@pytest.mark.parametrize(
    ("cost", "written"),
    [(0, "$0.00"), (1, "less than $0.01"), (40_000, "$0.04"), (1_234_560_000, "$1,234.56")],
)
def test_dollars(cost: int, written: str) -> None:
    assert dollars(cost) == written


def test_the_spend_of_session_and_month() -> None:
    session = Spend(calls=2, input_tokens=12_000, output_tokens=400, cost=40_000)
    month = Spend(calls=9, input_tokens=99_000, cost=1_200_000)
    assert spend_line(session, month, 10) == (
        "This session: 12,400 tokens, $0.04 · this month $1.20 of $10.00"
    )
    assert spend_line(Spend(), Spend(), 0) == "This session: nothing yet · this month $0.00"


def test_an_unknown_price_is_not_taken_for_nothing() -> None:
    unknown = Spend(calls=1, input_tokens=10, unpriced=1)
    some = Spend(calls=2, input_tokens=10, cost=20_000, unpriced=1)
    assert spend_line(unknown, some, 0) == (
        "This session: 10 tokens, price unknown · this month at least $0.02"
    )
    assert unpriced_words(some) == (
        "The price of 1 call is not known, so the monthly limit cannot count it."
    )
    assert unpriced_words(Spend()) == ""
