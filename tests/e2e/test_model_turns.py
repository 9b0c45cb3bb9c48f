"""The same workspace with a language model behind it, by clicks and typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.copilot.records import WaitingState
from core.sessions.banner import BannerMode
from core.sessions.fixes import FixStatus
from core.sessions.messages import MessageStatus, Role, Rung
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.model import ASKS, MODEL, proposes, set_up, worked
from tests.e2e.moves import answer, apply_fix, describe, fix_status, say, wait_for_banner
from tests.fakes.model_server import ModelServer

PROBLEM = "Outlook asks for the password again and again"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


@pytest.fixture
def driver(laptop: Laptop, server: ModelServer) -> Iterator[Driver]:
    """FlowPilot, started on a laptop with a local model."""
    set_up(laptop, server)
    laptop.start()
    yield Driver(laptop)
    server.release()
    laptop.quit()  # before the server ends


def begin(driver: Driver, problem: str = PROBLEM) -> None:
    """Send the problem from the start page, without waiting for the answer."""
    driver.write("Problem", problem)
    driver.click("Start")
    driver.until(driver.page.lane.isVisible, "no session opened")


def test_the_main_job_with_a_model(driver: Driver, server: ModelServer) -> None:
    server.answer(ASKS)
    describe(driver, PROBLEM)
    assert driver.sees("It may be the account or this PC.")
    assert not driver.sees("[QUESTIONS]")
    (question, check) = driver.stored().lane
    assert (question.options, check.command) == (("Yes", "No"), "dsregcmd /status")
    assert driver.stored().messages[-1].rung is Rung.LOCAL

    server.answer(proposes(str(question.id)))
    answer(driver, "Does webmail work?", "Yes")
    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees("Webmail works with the same account.", driver.lane)
    assert str(question.id) in server.newest.texts

    apply_fix(driver)
    fix = driver.stored().fix
    assert fix is not None
    server.answer(worked(str(fix.id)))
    say(driver, "joined it, no prompt any more")
    wait_for_banner(driver, BannerMode.AI_CONFIRMING)
    assert fix_status(driver) is FixStatus.PROPOSED
    driver.click("Confirm and resolve")
    driver.wait_for("Resolution note")
    driver.settled()
    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS
    assert {request.body["model"] for request in server.requests} == {MODEL}


def test_nothing_of_a_block_is_ever_shown(driver: Driver, server: ModelServer) -> None:
    for after in (20, 70, len(ASKS) - 5):
        server.hold(ASKS, after, chunk=3)
        begin(driver, f"{PROBLEM} {after}")
        driver.until(lambda: bool(server.requests), "the model was not asked")
        if after > 30:
            driver.wait_for("It may be the account")
        assert not any("[QUEST" in text or '"text"' in text for text in driver.texts())
        server.release()
        driver.settled()
        assert [item.text for item in driver.stored().lane] == [
            "Does webmail work?",
            "Read the registration",
        ]
        driver.press("Ctrl+N")


def test_stop_keeps_what_was_written(driver: Driver, server: ModelServer) -> None:
    server.hold(ASKS, after=40)
    begin(driver)
    driver.wait_for("It may be the account")
    driver.click("Stop the answer")
    driver.settled()
    message = driver.stored().messages[-1]
    assert message.status is MessageStatus.STOPPED
    assert message.text == ASKS[:40].strip()
    assert driver.stored().lane == ()
    assert driver.sees("stopped by you")
    assert driver.stored().waiting is None
    assert server.newest.was_left.wait(5)

    server.answer("this PC. Let us see.")
    driver.click("Continue")
    driver.settled()
    assert driver.stored().messages[-1].text == "this PC. Let us see."
    assert "broke off" in server.newest.texts


def test_a_cut_says_so_and_trying_again_answers(driver: Driver, server: ModelServer) -> None:
    server.cut(ASKS, after=40)
    begin(driver)
    driver.wait_for("The answer was cut off.")
    driver.settled()
    waiting = driver.stored().waiting
    assert waiting is not None
    assert waiting.state is WaitingState.FAILED
    assert driver.stored().messages[-1].status is MessageStatus.INTERRUPTED
    assert driver.stored().lane == ()

    server.answer(ASKS)
    driver.click("Try again")
    driver.settled()
    driver.wait_for_no("The answer was cut off.")
    assert driver.stored().waiting is None
    assert len(driver.stored().lane) == 2


def test_the_playbook_carries_on(driver: Driver, server: ModelServer) -> None:
    server.fail(404, "not_found_error", "model not found")
    begin(driver)
    driver.wait_for("The server does not know this model.")
    driver.click("Carry on with the playbook")
    driver.settled()
    assert driver.stored().messages[-1].rung is Rung.PLAYBOOK
    assert driver.stored().lane
    assert driver.stored().waiting is None


def test_a_restart_in_the_middle_of_an_answer(
    laptop: Laptop, driver: Driver, server: ModelServer
) -> None:
    server.hold(ASKS, after=40)
    begin(driver)
    driver.wait_for("It may be the account")
    driver.restart()
    driver.app.shell.open_session(driver.app.shell.overviews[0].id)
    driver.wait_for("It may be the account")
    driver.wait_for("The answer was cut off.")
    driver.settled()
    assert len(server.requests) == 1, "a model is not asked unbidden"
    said = [one for one in driver.stored().messages if one.role is Role.ASSISTANT]
    assert [one.status for one in said] == [MessageStatus.INTERRUPTED]

    server.answer(ASKS)
    driver.click("Try again")
    driver.settled()
    assert len(driver.stored().lane) == 2


def test_while_it_writes_one_can_go_on_typing(driver: Driver, server: ModelServer) -> None:
    server.hold(ASKS, after=40)
    begin(driver)
    driver.wait_for("It may be the account")
    driver.write("Message", "it is only this one PC")
    driver.press("Return")
    driver.until(lambda: driver.text_in("Message") == "", "the message was not taken")
    server.answer("Then it is this PC.")
    server.release()
    driver.settled()
    texts = [one.text for one in driver.stored().messages]
    assert texts[-1] == "Then it is this PC."
    assert "it is only this one PC" in texts
    assert len(server.requests) == 2


def test_a_refused_key_leads_to_the_settings(driver: Driver, server: ModelServer) -> None:
    server.fail(401, "authentication_error", "invalid x-api-key")
    begin(driver)
    driver.wait_for("The model's server refused the key.")
    driver.wait_for("invalid x-api-key")
    driver.click("Open the settings")
    driver.wait_for("Local model")


def test_a_busy_server_is_given_its_time(driver: Driver, server: ModelServer) -> None:
    server.fail(529, "overloaded_error", "Overloaded", retry_after="0.01")
    server.fail(529, "overloaded_error", "Overloaded", retry_after="95")
    begin(driver)
    driver.wait_for("The model is busy.")
    driver.wait_for("Its server asks to wait 1:")
    server.answer(ASKS)
    driver.click("Try again")
    driver.settled()
    driver.wait_for_no("The model is busy.")
    assert len(driver.stored().lane) == 2


def test_a_model_that_comes_back_gives_the_answer_it_owes(
    driver: Driver, server: ModelServer
) -> None:
    server.cut("", after=0)
    begin(driver)
    driver.wait_for("The answer was cut off.")
    driver.click("Ask the model when back online")
    driver.wait_for("The model will be asked when it can be reached.")
    driver.restart()
    server.answer(ASKS)
    driver.app.shell.open_session(driver.app.shell.overviews[0].id)
    driver.wait_for("late answer")
    driver.settled()
    assert driver.stored().messages[-1].is_late
    assert driver.stored().waiting is None
    assert len(driver.stored().lane) == 2
