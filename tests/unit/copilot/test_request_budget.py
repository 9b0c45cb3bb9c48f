"""A request never exceeds its budget, and gives up first what is worth least."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest

from core.copilot.knowledge import Knowledge, SimilarSession
from core.copilot.model import ImagePart, ModelAction
from core.copilot.request.attached import Attached, AttachedText
from core.copilot.request.compaction import kept_from
from core.copilot.request.limits import (
    CLOUD_BUDGET,
    HISTORY_TEXT,
    LOCAL_BUDGET,
    PICTURE_TOKENS,
    SMALLEST_BUDGET,
    Budget,
    budget_for,
    max_tokens,
)
from core.copilot.request.results import results_text
from core.copilot.request.tokens import estimate, request_tokens
from core.sessions.messages import MESSAGE_LIMIT, Rung
from tests.unit.copilot.talks import (
    Talk,
    a_context,
    everything,
    newest,
    pictures,
    request_for,
    texts,
)
from tests.unit.rows import a_check, a_fact, a_fix, a_question, a_run, a_session, after

BUDGETS = [Budget(SMALLEST_BUDGET), Budget(6_000), LOCAL_BUDGET, CLOUD_BUDGET]
ALPHABETS = ["word ", "Wörter ", "слово ", "网络故障", "🖨️🔥"]


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda one: str(one.total))
@pytest.mark.parametrize("piece", ALPHABETS)
def test_a_thousand_of_the_longest_messages_stay_within(budget: Budget, piece: str) -> None:
    long = (piece * MESSAGE_LIMIT)[:MESSAGE_LIMIT]
    talk = Talk()
    for _ in range(500):
        talk.says(long)
        talk.answers(long)
    last = talk.says("NEWEST " + long)
    lane = [a_question(long[:2_000] + str(n)) for n in range(300)]
    checks = [a_check(f"Check {n}", closed_at=after(n)) for n in range(50)]
    context = talk.context(
        facts=tuple(a_fact(f"Fact {n}: {long[:100]}") for n in range(5)),
        lane=(*lane, *checks),
        runs=tuple(a_run(one, stdout=long * 5, started_at=after(9_999)) for one in checks),
        fixes=(a_fix(description=long, drafted_script=long),),
    )
    image = ImagePart("image/png", b"x", "a.png")
    attached = Attached(
        texts={last.id: (AttachedText(long[:200], long * 5),) * 10},
        images={last.id: (image,) * 3},
    )
    similar = Knowledge(similar=(SimilarSession(long, long, long),) * 3)
    request = request_for(context, attached, similar, budget)
    assert request_tokens(request) <= budget.total
    assert "NEWEST" in newest(request)


@pytest.mark.parametrize("budget", BUDGETS[2:], ids=lambda one: str(one.total))
def test_facts_stay_word_for_word_and_the_history_gives_way(budget: Budget) -> None:
    talk = Talk()
    for n in range(100):
        talk.says(f"Message {n} " + "word " * 500)
        talk.answers("word " * 500)
    talk.says("And now?")
    room = budget.total * 3 * 6 // 10
    facts = tuple(a_fact(f"Fact {n}: " + "exact value " * 20) for n in range(room // 250))
    request = request_for(talk.context(facts=facts), budget=budget)
    told = newest(request)
    assert all(fact.text.strip() in told for fact in facts)
    assert "And now?" in told
    assert request_tokens(request) <= budget.total


def test_facts_beyond_any_reason_are_shortened_and_it_is_said() -> None:
    talk = Talk()
    talk.says("And now?")
    facts = tuple(a_fact(f"Fact {n}: " + "exact value " * 150) for n in range(200))
    request = request_for(talk.context(facts=facts), budget=LOCAL_BUDGET)
    assert request_tokens(request) <= LOCAL_BUDGET.total
    assert "Fact 199:" in newest(request)
    assert "older facts are not shown" in newest(request)


def test_outputs_give_way_before_the_history() -> None:
    talk = Talk()
    for n in range(10):
        talk.says(f"Message {n} " + "word " * 400)
        talk.answers("word " * 400)
    talk.says("And now?")
    checks = [a_check(f"Check {n}", closed_at=after(99)) for n in range(30)]
    runs = tuple(a_run(one, stdout="value 1 " * 2_000, started_at=after(99)) for one in checks)
    with_outputs = request_for(talk.context(lane=tuple(checks), runs=runs))
    without = request_for(talk.context())
    assert with_outputs.messages[:-1] == without.messages[:-1]
    assert newest(with_outputs).count("<data") < len(runs)


def test_too_long_words_are_cut_in_the_middle_not_dropped() -> None:
    talk = Talk()
    talk.says("BEGIN " + "word " * 3_900 + " END")
    told = newest(request_for(talk.context(), budget=Budget(SMALLEST_BUDGET)))
    assert "BEGIN" in told
    assert "END" in told
    assert "characters left out" in told


def test_no_fence_is_torn_when_files_are_cut() -> None:
    talk = Talk()
    message = talk.says("Ten logs")
    files = tuple(AttachedText(f"{n}.log", f"{n} secret\n" * 20_000) for n in range(10))
    for budget in BUDGETS:
        told = newest(
            request_for(talk.context(), Attached(texts={message.id: files}), None, budget)
        )
        assert told.count("<data ") == told.count("</data ")
        assert told.rindex("</state ") < told.index("The engineer writes:")


def test_at_most_three_pictures_of_the_newest_messages_are_sent() -> None:
    talk = Talk()
    images: dict[UUID, tuple[ImagePart, ...]] = {}
    message = talk.says("No picture")
    for n in range(5):
        message = talk.says(f"Picture {n}")
        images[message.id] = (ImagePart("image/png", b"x", f"{n}.png"),)
        talk.answers()
    talk.says("And now?")
    assert pictures(request_for(talk.context(), Attached(images=images))) == ["3.png", "4.png"]
    images[message.id] *= 4
    assert pictures(request_for(talk.context(), Attached(images=images))) == ["4.png"] * 3


def test_a_picture_that_is_not_to_be_sent_is_named() -> None:
    talk = Talk()
    message = talk.says("See")
    attached = Attached(images={message.id: (ImagePart("image/png", b"", "a.png"),)})
    request = request_for(talk.context(), attached)
    assert pictures(request) == []
    assert "[image: a.png]" in newest(request)


def test_compaction_moves_in_big_jumps() -> None:
    sizes = [10] * 200
    firsts = [kept_from(sizes[:n], 100) for n in range(1, 201)]
    jumps = [now - then for then, now in pairwise(firsts) if now != then]
    assert set(jumps) == {6}
    assert all(sum(sizes[first:n]) <= 100 for n, first in enumerate(firsts, start=1))


def test_what_is_larger_than_the_limit_is_not_kept() -> None:
    assert kept_from([10, 500], 100) == 2
    assert kept_from([10, 500, 20], 100) == 2
    assert kept_from([], 100) == 0


@pytest.mark.parametrize(
    ("text", "least"),
    [("", 0), ("word " * 30, 38), ("слово" * 10, 25), ("网络" * 10, 20), ("🔥" * 10, 20)],
)
def test_the_estimate_is_rather_too_high(text: str, least: int) -> None:
    assert least <= estimate(text) <= 2 * least + 1


def test_a_budget_below_the_prompt_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Budget(SMALLEST_BUDGET - 1)


def test_a_budget_can_be_halved_until_the_prompt_does_not_fit() -> None:
    assert LOCAL_BUDGET.halved() == Budget(6_000)
    assert Budget(6_000).halved() == Budget(SMALLEST_BUDGET)
    assert Budget(SMALLEST_BUDGET).halved() is None


def test_the_budget_follows_what_the_endpoint_takes() -> None:
    assert budget_for(Rung.CLOUD) == CLOUD_BUDGET == budget_for(Rung.CLOUD, 1_000_000)
    assert budget_for(Rung.LOCAL) == LOCAL_BUDGET
    assert budget_for(Rung.LOCAL, 8_000) == Budget(6_000)
    assert budget_for(Rung.LOCAL, 100) == Budget(SMALLEST_BUDGET)


@pytest.mark.parametrize("action", ModelAction)
def test_every_action_has_a_longest_answer(action: ModelAction) -> None:
    assert 0 < max_tokens(action, Rung.LOCAL) <= max_tokens(action)


def test_the_whole_request_is_counted() -> None:
    talk = Talk()
    message = talk.says("See")
    plain = request_for(talk.context())
    attached = Attached(images={message.id: (ImagePart("image/png", b"x", "a.png"),)})
    assert request_tokens(plain) >= estimate(everything(plain))
    assert (
        request_tokens(request_for(talk.context(), attached))
        > request_tokens(plain) + PICTURE_TOKENS
    )


def test_many_messages_in_a_row_do_not_fill_the_history() -> None:
    talk = Talk()
    for n in range(50):
        talk.says(f"Message {n} " + "word " * 1_000)
    talk.answers("Noted.")
    asked = texts(request_for(talk.context()))[0]
    assert "Message 49" in asked
    assert "earlier messages or files are not shown" in asked
    assert estimate(asked) < 3 * HISTORY_TEXT + 50


def test_long_words_leave_room_for_the_facts() -> None:
    talk = Talk()
    talk.says("word " * 3_900)
    facts = tuple(a_fact(f"Fact {n}: " + "exact value " * 20) for n in range(20))
    told = newest(request_for(talk.context(facts=facts), budget=LOCAL_BUDGET))
    assert all(fact.text.strip() in told for fact in facts)


def test_long_files_leave_room_for_the_facts() -> None:
    talk = Talk()
    message = talk.says("See the logs")
    files = tuple(AttachedText(f"{n}.log", f"line {n}\n" * 9_000) for n in range(10))
    facts = tuple(a_fact(f"Fact {n}: " + "exact value " * 40) for n in range(120))
    request = request_for(talk.context(facts=facts), Attached(texts={message.id: files}))
    assert all(fact.text.strip() in newest(request) for fact in facts)
    assert all(f"file {n}.log" in newest(request) for n in range(10))


def test_a_long_ticket_leaves_room_for_the_conversation() -> None:
    talk = Talk(a_session(intake_text="ticket " * 2_800))
    for n in range(10):
        talk.says(f"Message {n} " + "word " * 60)
        talk.answers("word " * 60)
    told = texts(request_for(talk.context(), budget=Budget(6_000)))
    assert len(told) > 5


def test_the_lane_gives_way_before_a_fact_is_shortened() -> None:
    talk = Talk()
    talk.says("And now?")
    facts = tuple(a_fact(f"Fact {n}: " + "exact value " * 20) for n in range(82))
    lane = tuple(a_question(f"Question {n}? " + "more words " * 10) for n in range(100))
    context = talk.context(facts=facts, lane=lane)
    request = request_for(context, budget=LOCAL_BUDGET)
    assert request_tokens(request) <= LOCAL_BUDGET.total
    assert all(fact.text.strip() in newest(request) for fact in facts)
    assert "Question" not in newest(request)


def test_an_output_is_shortened_rather_than_left_out() -> None:
    check = a_check(closed_at=after(1))
    context = a_context(lane=(check,), runs=(a_run(check, stdout="value " * 5_000),))
    told = results_text(context, 400)
    assert told.startswith("<data ")
    assert 300 < estimate(told) <= 400
    assert results_text(context, 50) == ""
