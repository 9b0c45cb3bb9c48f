"""The history in a request: whose words stand where, and that they never change."""

from __future__ import annotations

import pytest

from core.checks.runs import CheckRun
from core.copilot.model import ImagePart, Speaker
from core.copilot.request.attached import Attached, AttachedText
from core.copilot.request.history import NO_WORDS
from core.copilot.request.limits import CLOUD_BUDGET, LOCAL_BUDGET, Budget
from core.copilot.request.tokens import request_tokens
from core.sessions.facts import Fact
from core.sessions.lane import LaneItem
from core.sessions.messages import MessageStatus
from tests.unit.copilot.talks import (
    Talk,
    a_context,
    as_bytes,
    cached_prefix,
    newest,
    request_for,
    texts,
)
from tests.unit.rows import a_check, a_fact, a_question, a_run, after


def test_the_speakers_take_turns_and_the_user_is_first_and_last() -> None:
    talk = Talk()
    talk.answers("Tell me about the problem.")
    talk.says("No internet")
    talk.says("on one PC")
    talk.answers("Since when?")
    talk.answers("And which PC?")
    request = request_for(talk.context())
    speakers = [message.speaker for message in request.messages]
    assert speakers == [Speaker.USER, Speaker.ASSISTANT] * 3 + [Speaker.USER]
    told = texts(request)
    assert told[0] == NO_WORDS
    assert told[2] == "No internet\n\non one PC"
    assert told[4] == NO_WORDS


def test_the_breakpoint_is_on_the_last_message_before_the_newest() -> None:
    talk = Talk()
    talk.says("No internet")
    assert not any(message.cached for message in request_for(talk.context()).messages)
    talk.answers("Since when?")
    talk.says("Today")
    request = request_for(talk.context())
    assert [message.cached for message in request.messages] == [False, True, False]


def test_the_static_prompt_is_cached_and_the_same_for_every_session() -> None:
    one, other = Talk(), Talk()
    one.says("No internet")
    other.says("Printer")
    other.answers("Which?")
    first, second = (request_for(talk.context()).system[0] for talk in (one, other))
    assert first == second
    assert first.cached


def test_a_footnote_is_not_told_and_a_streaming_message_neither() -> None:
    talk = Talk()
    talk.says("No internet")
    talk.notes("The proposal was replaced.")
    talk.answers("half of", MessageStatus.STREAMING)
    request = request_for(talk.context())
    assert len(request.messages) == 1
    assert "replaced" not in newest(request)
    assert "half of" not in newest(request)


@pytest.mark.parametrize(
    ("status", "note"),
    [
        (MessageStatus.INTERRUPTED, "(This answer was cut off here.)"),
        (MessageStatus.STOPPED, "(The engineer stopped this answer here.)"),
    ],
)
def test_a_partial_answer_is_marked(status: MessageStatus, note: str) -> None:
    talk = Talk()
    talk.says("No internet")
    talk.answers("First look at", status)
    talk.says("Go on")
    assert texts(request_for(talk.context()))[1] == f"First look at\n{note}"


def test_an_answer_without_words_is_never_empty() -> None:
    talk = Talk()
    talk.says("No internet")
    talk.answers(" ")
    assert texts(request_for(talk.context()))[1] == "(No text.)"


def test_a_file_is_long_while_it_is_new_and_short_afterwards() -> None:
    talk = Talk()
    message = talk.says("See the log")
    log = "begin " + "line\n" * 2_000 + "end"
    attached = Attached(texts={message.id: (AttachedText("setup.log", log),)})
    assert log in newest(request_for(talk.context(), attached))
    talk.answers("I see")
    told = texts(request_for(talk.context(), attached))[0]
    assert 'from="file setup.log">\nbegin' in told
    assert "end\n</data" in told
    assert len(told) < 2_500


def test_pictures_stand_with_the_newest_words_and_only_their_names_in_the_history() -> None:
    talk = Talk()
    message = talk.says("See the picture")
    attached = Attached(images={message.id: (ImagePart("image/png", b"png", "error.png"),)})
    talk.answers("I see")
    told = texts(request_for(talk.context(), attached))
    assert "[image: error.png]" in told[0]
    assert "<error.png>" in told[-1]


@pytest.mark.parametrize("budget", [CLOUD_BUDGET, LOCAL_BUDGET])
def test_each_request_begins_with_the_cached_part_of_the_one_before(budget: Budget) -> None:
    """300 turns with everything that changes meanwhile; only compaction may break it, rarely."""
    talk = Talk()
    lane: list[LaneItem] = []
    facts: list[Fact] = []
    runs: list[CheckRun] = []
    attached = Attached()
    before = b""
    broken: list[int] = []
    sizes: list[int] = []
    for turn in range(300):
        if turn % 3:
            said = talk.says(f"Message {turn}: " + "the gateway answers, names do not. " * 12)
            if turn % 20 == 1:
                attached = Attached(
                    texts={**attached.texts, said.id: (AttachedText("a.log", "log\n" * 5_000),)},
                    images={**attached.images, said.id: (ImagePart("image/png", b"x", "a.png"),)},
                )
        item = a_check(f"Check {turn}", position=turn + 1, closed_at=after(len(talk.messages)))
        lane += [item, a_question(f"Question {turn}?")]
        runs.append(a_run(item, stdout=f"{turn} " * 400, started_at=after(len(talk.messages))))
        if turn % 10 == 0:
            facts.append(a_fact(f"Fact {turn} is known."))
        context = talk.context(lane=tuple(lane), facts=tuple(facts), runs=tuple(runs))
        request = request_for(context, attached, budget=budget)
        assert request_tokens(request) <= budget.total
        sizes.append(len(as_bytes(request)))
        if not as_bytes(request).startswith(before):
            broken.append(turn)
        before = cached_prefix(request)
        talk.answers(f"Answer {turn}: " + "that rules out the gateway. " * 15)
    # Each time at least a fifth of the budget is free again: about 400 tokens a turn.
    most = 300 * 400 // (budget.total // 5)
    print(f"{budget.total} tokens: broken at {broken}, largest request {max(sizes)} bytes")
    assert 0 < len(broken) <= most
    assert max(sizes) <= budget.total * 4


def test_the_history_stays_the_same_while_the_state_changes() -> None:
    talk = Talk()
    talk.says("No internet")
    talk.answers("Since when?")
    question = a_question("Since when?", closed_at=after(3))
    bare = request_for(talk.context())
    full = request_for(
        talk.context(lane=(question,), facts=(a_fact(),), runs=(a_run(question, stdout="a"),))
    )
    assert cached_prefix(bare) == cached_prefix(full) != b""
    assert newest(bare) != newest(full)


def test_what_is_compacted_is_told_in_short() -> None:
    talk = Talk()
    talk.says("The accounting PC has no internet")
    talk.answers("Is the cable in?")
    for turn in range(80):
        talk.says(f"Message {turn} " + "word " * 300)
        talk.answers(f"Answer {turn} " + "word " * 300)
    told = texts(request_for(talk.context()))
    assert "The first " in told[0]
    assert "- Engineer: The accounting PC has no internet → Copilot: Is the cable in?" in told[0]
    assert "Answer 79" in told[-2]


def test_a_window_begins_with_the_same_message_for_many_turns() -> None:
    talk = Talk()
    starts: set[str] = set()
    for turn in range(250):
        talk.says(f"Message {turn}")
        talk.answers("Noted.")
        window = a_context(talk.messages[-400:])
        if turn >= 225:  # the window has moved away from the beginning
            starts.add(texts(request_for(window))[0])
    assert len(starts) == 1
    assert "(Earlier messages of this session are not shown.)" in starts.pop()
