from __future__ import annotations

import pytest

from core.copilot.providers.playbook_words import option_meant, read_answer, read_outcome
from core.sessions.fixes import ProposedResult
from core.sessions.lane import LaneStatus
from tests.unit.rows import a_question

WORKED = [
    "yep that fixed it, thanks",
    "works now",
    "Works!",
    "it's working",
    "it’s working again",
    "All good now",
    "User confirms it's working again",
    "that did it",
    "fixed!",
    "fixed it",
    "she can log in again",
    "can print now",
    "The user can open the mailbox now.",
    "problem solved",
    "no more prompts",
    "no more errors since the restart",
    "doesn't ask anymore",
    "it does not disconnect any more",
    "Outlook stopped asking",
    "the error is gone",
    "internet is back",
    "everything is back to normal",
    "back online",
    "printing again",
    "looks good, thank you",
    "that worked",
    "issue resolved",
    "no problems now",
    "It failed the first time. Works now.",
    "The drive is still working after the reboot",
]
FAILED = [
    "not working yet",
    "didn't fix it",
    "didn’t fix it",
    "That did not help.",
    "still broken",
    "still getting the prompt",
    "It still asks for the password",
    "same error",
    "same problem again",
    "no change",
    "doesn't work",
    "no luck",
    "nope",
    "No.",
    "not fixed",
    "isn't fixed",
    "it's not resolved",
    "unfortunately not",
    "hasn't worked",
    "the problem is back",
    "the error came back after the reboot",
    "that was not it",
    "No, same as before",
    "it worked for a minute, then it failed again",
    "user can't print",
    "cannot connect",
    "made it worse",
    "never worked",
    "I applied it and rebooted but it still fails",
    "Thanks, but that didn't do it, still offline",
    "not working anymore",
]
PARTLY = [
    "partly",
    "works on one PC, but not on the other",
    "better but still slow",
    "it works only for some users",
    "half of them work",
    "Improved, drops only sometimes",
    "mostly works",
]
UNCLEAR = [
    "what should I check next?",
    "rebooting now",
    "will test tomorrow",
    "not sure if it works",
    "does it work?",
    "did it work?",
    "trying it",
    "is it fixed?",
    "How do I know it worked?",
    "if it works I'll tell you",
    "I'll see if that fixed it",
    "should work now",
    "hopefully fixed",
    "the user is not at her desk",
    "waiting for the user to come back",
    "I ran the script",
    "ok",
    "thanks",
    "",
    "The server has 16 GB of memory",
    "still checking",
    "still waiting for the user",
]


@pytest.mark.parametrize("text", WORKED)
def test_words_of_success_are_heard(text: str) -> None:
    assert outcome(text) is ProposedResult.SUCCESS


@pytest.mark.parametrize("text", FAILED)
def test_words_of_failure_are_heard(text: str) -> None:
    assert outcome(text) is ProposedResult.FAILURE


@pytest.mark.parametrize("text", PARTLY)
def test_words_of_partial_success_are_heard(text: str) -> None:
    assert outcome(text) is ProposedResult.PARTIAL


@pytest.mark.parametrize("text", UNCLEAR)
def test_plans_questions_and_small_talk_are_no_outcome(text: str) -> None:
    assert outcome(text) is None


def outcome(text: str) -> ProposedResult | None:
    heard = read_outcome(text)
    return heard[0] if heard else None


def test_the_reason_quotes_the_message_on_one_line() -> None:
    heard = read_outcome("Works now.\nThe user is happy." + " Really." * 50)
    assert heard is not None
    assert heard[1].startswith("You wrote: “Works now. The user is happy. Really.")
    assert len(heard[1]) < 200


OPTIONS = (
    "No, only this person",
    "A few people",
    "Everybody at this site",
    "Yes",
    "No, nothing at all",
)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("A few people", "A few people"),
        ("a FEW people.", "A few people"),
        ("It's everybody at this site, they say", "Everybody at this site"),
        ("yes", "Yes"),
        ("Yes!", "Yes"),
        ("everybody", "Everybody at this site"),
        ("no", ""),
        ("Yes I think so, but let me check", ""),
        ("there is no change", ""),
        ("a few people or everybody at this site", ""),
        ("", ""),
        ("...", ""),
    ],
)
def test_an_option_is_meant_when_it_is_named_and_no_other(text: str, option: str) -> None:
    assert option_meant(text, OPTIONS) == option


def test_the_longer_of_two_options_wins_when_it_holds_the_shorter() -> None:
    options = ("It is slow today", "It is slow today and yesterday")
    assert option_meant("it is slow today and yesterday too", options) == options[1]


def test_a_message_that_answers_two_open_questions_answers_neither() -> None:
    first, second = (a_question(text, options=("Yes", "No")) for text in ("One?", "Two?"))
    assert read_answer("yes", [first, second]) is None
    found = read_answer("yes", [first])
    assert found is not None
    assert (found.item_id, found.result) == (first.id, "Yes")


@pytest.mark.parametrize("status", [s for s in LaneStatus if s is not LaneStatus.OPEN])
def test_only_open_questions_are_answered(status: LaneStatus) -> None:
    assert read_answer("yes", [a_question(options=("Yes", "No"), status=status)]) is None
