"""Hands that are faster than the database, and a head that is already in the next session."""

from __future__ import annotations

from core.sessions.lane import LaneStatus
from core.sessions.messages import Role
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import check, describe, get_fix, get_verifying, open_session, question


def said(driver: Driver) -> list[str]:
    return [one.text for one in driver.stored().messages if one.role is Role.ENGINEER]


def test_enter_twice_sends_once(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.write("Message", "I look at it now.")
    driver.press("Return")
    driver.press("Return")
    driver.settled()

    assert said(driver) == [beacon.PROBLEM, "I look at it now."]
    assert driver.toasts() == []


def test_what_is_typed_while_a_message_is_stored_stays(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.write("Message", "One thought.")
    with driver.slow_database():
        driver.press("Return")
        driver.type("Another one")
    driver.until(lambda: len(said(driver)) == 2, "the message was not stored")
    driver.settled()

    assert said(driver)[1] == "One thought."
    assert driver.text_in("Message").endswith("Another one")
    driver.press("Return")
    driver.until(lambda: len(said(driver)) == 3, "the second message was not stored")
    driver.settled()


def test_start_twice_starts_one_session(driver: Driver) -> None:
    driver.write("Problem", beacon.PROBLEM)
    with driver.slow_database():
        driver.click("Start")
        driver.press("Return")
    driver.until(lambda: driver.is_open("zorbian"), "no session opened")
    driver.settled()

    assert len(driver.app.core.sessions.overview()) == 1


def test_a_note_is_kept_once(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Add a note")
    driver.write("Note", "The roof is wet.")
    with driver.slow_database():
        driver.click("Keep as a fact")
        driver.click("Keep as a fact")
    driver.settled()

    assert [fact.text for fact in driver.stored().facts] == ["The roof is wet."]


def test_an_output_is_taken_once(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    card = check(driver, beacon.METER)
    driver.click("Paste a result", card)
    driver.write("Pasted output", "volts=3", card)
    with driver.slow_database():
        driver.click("Use this output", card)
        driver.click("Use this output", card)
    driver.settled()

    assert len(driver.app.core.documents.record(driver.stored().session.id).runs) == 1


def test_an_answer_counts_once_and_nobody_complains(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    card = question(driver, beacon.SINCE)
    with driver.slow_database():
        driver.click(beacon.STORM, card)
        driver.click(beacon.WEEKS, card)
    driver.settled()

    [item] = [one for one in driver.stored().lane if one.text == beacon.SINCE]
    assert (item.status, item.answer) == (LaneStatus.ANSWERED, beacon.STORM)
    assert driver.toasts() == []


def test_an_outcome_counts_once_and_nobody_complains(driver: Driver) -> None:
    get_verifying(driver)
    with driver.slow_database():
        driver.click("It worked")
        driver.click("It worked")
    driver.settled()

    assert driver.toasts() == []


def test_a_confirmed_document_is_stored_once(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Resolve", driver.lane)
    driver.wait_for("Resolution note")
    driver.settled()
    with driver.slow_database():
        driver.click("Confirm and resolve")
        driver.click("Confirm and resolve")
    driver.wait_for_toast("Session resolved.")
    driver.settled()

    assert len(driver.stored().documents) == 1


def test_a_half_written_note_does_not_change_sessions(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Add a note")
    driver.write("Note", "Words about the beacon")
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")
    assert not driver.offers("Keep as a fact")
    driver.click("Add a note")
    assert driver.text_in("Note") == ""

    open_session(driver, "zorbian")
    driver.click("Add a note")
    assert driver.text_in("Note") == "Words about the beacon"


def test_unsent_files_do_not_change_sessions(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    (path := driver.laptop.folder / "roof.log").write_text("wet")
    driver.click_on(driver.editor("Message"))
    driver.paste_files(path)
    driver.until(lambda: driver.offers("Remove roof.log"), "the file was not taken")
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")
    assert not driver.offers("Remove roof.log")

    open_session(driver, "zorbian")
    assert driver.offers("Remove roof.log")


def test_steps_of_one_session_are_not_shown_in_another(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Apply fix")
    driver.wait_for("Climb the roof")
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")

    assert not driver.sees("Climb the roof")


def test_going_back_and_forth_shows_each_session_as_it_is(driver: Driver) -> None:
    get_fix(driver)
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")
    for words, other in (("zorbian", "printer"), ("printer", "zorbian")) * 3:
        open_session(driver, words)
        assert driver.sees(words, driver.page.conversation)
        assert not driver.sees(other, driver.page.conversation)
        assert driver.page.banner.isVisible() is (words == "zorbian")
