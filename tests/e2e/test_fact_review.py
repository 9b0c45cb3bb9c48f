"""An answer or an output that did not become a fact is made one, after a look at it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from core.sessions.facts import SourceType
from tests.e2e.driver import Driver
from tests.e2e.moves import check, describe, paste_result, question
from tests.e2e.test_model_documents import plug_in
from tests.fakes.model_server import ModelServer, block

SHEET = "Keep this as a fact?"
ASKED = "Since when is it silent?"
LOOK = "Look at the label"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def asking(driver: Driver, server: ModelServer) -> Driver:
    """A model that has asked one question and wants one thing looked at."""
    plug_in(driver, server)
    items = block("QUESTIONS", [{"text": ASKED}]) + block("ACTIONS", [{"label": LOOK}])
    server.answer(f"Let us see.\n{items}")
    describe(driver, "The beacon is silent.")
    return driver


def give_answer(driver: Driver, server: ModelServer, text: str) -> None:
    server.answer("Thank you.")
    card = question(driver, ASKED)
    driver.write("Your answer", text, card)
    driver.click("Answer", card)
    driver.settled()


def test_a_model_words_the_fact_and_the_engineer_keeps_it(
    asking: Driver, server: ModelServer
) -> None:
    give_answer(asking, server, "hm, I'd say since the storm on Monday, Kim")
    fact = {"text": "The beacon is silent since the storm on Monday.", "summary": "since the storm"}
    server.answer(json.dumps(fact))
    asking.click("Make it a fact", question(asking, ASKED))
    asking.wait_for(SHEET)
    asking.wait_for("Written by the cloud model.")
    assert not asking.stored().facts  # nothing is stored before it was looked at
    asking.write("Fact", "It is silent since the storm.")
    asking.click("Keep")
    asking.settled()

    [kept] = asking.stored().facts
    item = next(item for item in asking.stored().lane if item.text == ASKED)
    assert (kept.text, kept.summary) == ("It is silent since the storm.", "since the storm")
    assert (kept.source_type, kept.source_ref) == (SourceType.QUESTION, item.id)
    assert kept.ai_made
    assert item.became == "Now a fact"
    assert not asking.offers("Make it a fact", question(asking, ASKED))
    assert server.newest.body["model"] == "claude-haiku-5-5"
    assert "fact_synthesis" in [
        call.action.value for call in asking.app.core.calls.of_session(asking.stored().session.id)
    ]


def test_discarded_is_not_kept(asking: Driver, server: ModelServer) -> None:
    give_answer(asking, server, "since the storm")
    server.answer('{"text": "Silent since the storm.", "summary": ""}')
    asking.click("Make it a fact", question(asking, ASKED))
    asking.wait_for("Written by the cloud model.")
    asking.click("Discard")
    asking.settled()
    assert not asking.stored().facts
    assert asking.offers("Make it a fact", question(asking, ASKED))


def test_nothing_is_a_good_answer(asking: Driver, server: ModelServer) -> None:
    give_answer(asking, server, "who knows with these things")
    server.answer("null")
    asking.click("Make it a fact", question(asking, ASKED))
    asking.wait_for("There is nothing in this to keep as a fact.")
    assert not asking.offers("Keep")
    asking.click("Close")
    assert not asking.stored().facts


def test_discarding_while_the_model_writes_ends_the_call(
    asking: Driver, server: ModelServer
) -> None:
    give_answer(asking, server, "since the storm")
    server.hold("null", 2)
    asking.click("Make it a fact", question(asking, ASKED))
    asking.until(lambda: len(server.requests) == 3, "the model was not asked")
    asking.click("Discard")
    assert server.newest.was_left.wait(5)
    asking.settled()


def test_an_output_is_taken_as_it_stands_when_the_model_fails(
    asking: Driver, server: ModelServer
) -> None:
    server.answer("Thank you.")
    paste_result(asking, LOOK, "serial=ZB-1\nmade=2019\n")
    server.fail(401, "authentication_error")
    asking.click("Make it a fact", check(asking, LOOK))
    asking.wait_for("The model's server refused the key.")
    assert asking.text_in("Fact") == f"{LOOK}: serial=ZB-1"
    asking.click("Keep")
    asking.settled()

    [kept] = asking.stored().facts
    assert kept.source_type is SourceType.DIAGNOSTIC_CHECK
    assert not kept.ai_made
