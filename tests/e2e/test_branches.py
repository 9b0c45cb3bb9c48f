"""Take a session up differently: edit a message, answer anew, go back and forth."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.sessions.messages import Role
from core.sessions.session import SessionStatus
from desktop.session.message_bubble import MessageBubble
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import (
    answer,
    describe,
    get_fix,
    open_first_session,
    open_session,
    pick_command,
    question,
    say,
)

PRINTER = "The printer shows offline for everybody."
EDITOR = "Edit message"


def edit_first_message(driver: Driver, text: str) -> None:
    driver.click("Edit this message", driver.page.conversation)
    driver.write(EDITOR, text)
    driver.click("Save as new branch")
    driver.until(lambda: driver.offers("Branch 2 of 2"), "no branch was begun")
    driver.settled()


def messages(driver: Driver) -> list[str]:
    """What the conversation shows, oldest first."""
    bubbles = sorted(
        driver.visible(MessageBubble, driver.page.conversation), key=lambda one: one.view.position
    )
    return [one.view.text for one in bubbles]


def test_an_edited_problem_leads_elsewhere_and_back(driver: Driver) -> None:
    get_fix(driver)
    before = driver.stored()
    edit_first_message(driver, PRINTER)

    assert messages(driver)[0] == PRINTER
    assert len(messages(driver)) == 2  # the assistant answered at once
    branch = driver.stored()
    assert (branch.fix, branch.facts) == (None, ())
    assert {item.text for item in branch.lane}.isdisjoint(item.text for item in before.lane)
    assert driver.sees("The printer shows offline", driver.page.header)

    driver.click("The version before", driver.page.conversation)
    driver.wait_for(beacon.PROBLEM, driver.page.conversation)
    driver.settled()
    after = driver.stored()
    assert (after.lane, after.facts, after.fix) == (before.lane, before.facts, before.fix)
    assert driver.sees(beacon.LAMP, driver.page.banner)


def test_a_restart_keeps_the_current_branch(driver: Driver) -> None:
    get_fix(driver)
    edit_first_message(driver, PRINTER)
    before = driver.stored()
    driver.restart()
    assert len(driver.app.core.sessions.overview()) == 1
    open_first_session(driver)
    assert driver.stored() == before

    driver.click("Branch 2 of 2", driver.page.header)
    driver.type_into("Branches of this session", "zorbian")
    driver.press("Return")
    driver.wait_for(beacon.PROBLEM, driver.page.conversation)
    driver.settled()
    driver.restart()
    open_first_session(driver)
    assert driver.sees(beacon.PROBLEM, driver.page.conversation)
    assert driver.offers("Branch 1 of 2", driver.page.header)


def test_an_answer_given_anew_takes_its_proposals_back(driver: Driver) -> None:
    get_fix(driver)
    before = driver.stored()
    pick_command(driver, "Regenerate answer")
    driver.until(lambda: driver.offers("Branch 2 of 2"), "no branch was begun")
    driver.settled()

    branch = driver.stored()
    # The playbook comes to the same again, in rows of the branch's own.
    assert [one.text for one in branch.messages] == [one.text for one in before.messages]
    assert branch.fix is not None
    assert before.fix is not None
    assert (branch.fix.title, branch.fix.id != before.fix.id) == (before.fix.title, True)
    assert [(one.text, one.status) for one in branch.lane] == [
        (one.text, one.status) for one in before.lane
    ]
    assert [one.text for one in branch.facts] == [one.text for one in before.facts]


def test_the_last_message_is_edited_from_the_keyboard(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    say(driver, "It began after the storm.")
    pick_command(driver, "Edit last message")
    assert driver.text_in(EDITOR) == "It began after the storm."
    driver.press("Ctrl+A")
    assert driver.has_cursor(EDITOR)
    driver.type("It began today.")
    driver.press("Ctrl+Return")
    driver.until(lambda: driver.offers("Branch 2 of 2"), "no branch was begun")
    driver.settled()
    said = [one.text for one in driver.stored().messages if one.role is Role.ENGINEER]
    assert said == [beacon.PROBLEM, "It began today."]


def test_an_edit_can_be_left(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Edit this message")
    driver.write(EDITOR, "Something else")
    driver.press("Escape")
    assert driver.has_cursor("Edit this message")
    driver.click("Edit this message")
    assert driver.text_in(EDITOR) == beacon.PROBLEM
    driver.click("Save as new branch")  # nothing was changed
    driver.settled()
    assert driver.stored().branches == ()
    assert messages(driver)[0] == beacon.PROBLEM


def test_a_half_made_edit_waits_while_another_session_is_open(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Edit this message")
    driver.write(EDITOR, PRINTER)
    driver.click("New session")
    describe(driver, "Teams shows no camera.")
    assert not driver.sees("What you had so far stays as another branch.")
    open_session(driver, "zorbian")
    assert driver.text_in(EDITOR) == PRINTER
    driver.click("Save as new branch")
    driver.until(lambda: driver.offers("Branch 2 of 2"), "no branch was begun")
    driver.settled()
    driver.click("The version before", driver.page.conversation)
    driver.wait_for(beacon.PROBLEM, driver.page.conversation)
    driver.settled()
    assert not driver.offers("Save as new branch")


@pytest.mark.parametrize("text", ["x" * 20_001, "   "])
def test_a_text_that_is_refused_stays(driver: Driver, text: str) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Edit this message")
    driver.write(EDITOR, text)
    driver.press("Ctrl+Return")
    driver.wait_for("Write a message first." if text.isspace() else "the limit is 20,000")

    assert driver.text_in(EDITOR) == text
    assert driver.stored().branches == ()
    driver.write(EDITOR, PRINTER)
    driver.press("Ctrl+Return")
    driver.wait_for(PRINTER, driver.page.conversation)
    driver.settled()


def test_a_second_click_makes_no_second_branch(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    with driver.slow_database():
        for _ in range(3):
            driver.click("Regenerate this answer")
    driver.until(lambda: driver.offers("Branch 2 of 2"), "no branch was begun")
    driver.settled()
    assert len(driver.stored().branches) == 2


def test_only_one_branch_is_resolved(driver: Driver) -> None:
    get_fix(driver)
    edit_first_message(driver, PRINTER)
    driver.click("Resolve", driver.lane)
    driver.click("Confirm and resolve")
    driver.settled()
    assert driver.stored().session.status is SessionStatus.RESOLVED
    assert not driver.offers("Edit this message")
    driver.click("The version before", driver.page.conversation)
    driver.wait_for(beacon.PROBLEM, driver.page.conversation)
    driver.settled()

    assert not driver.offers("Resolve")
    assert not driver.offers("Escalate")
    driver.press("Ctrl+K")
    driver.type_into("Command palette", "resolve")
    assert not driver.sees("Resolve", QApplication.activeModalWidget())
    assert driver.stored().session.status is SessionStatus.ACTIVE


def test_delete_and_undo_take_all_branches(driver: Driver) -> None:
    get_fix(driver)
    edit_first_message(driver, PRINTER)
    driver.choose("More for this session", "Delete session")
    driver.wait_for_toast("Session deleted.")
    driver.settled()
    assert driver.app.core.sessions.overview() == []
    driver.click("Undo")
    driver.until(lambda: len(driver.app.core.sessions.overview()) == 1, "it did not come back")
    driver.settled()
    open_first_session(driver)
    assert messages(driver)[0] == PRINTER
    assert len(driver.stored().branches) == 2


def test_a_search_hit_of_another_branch_opens_it(driver: Driver) -> None:
    get_fix(driver)
    edit_first_message(driver, PRINTER)
    driver.press("Ctrl+Shift+F")
    driver.type_into("Search everywhere", "zorbian")
    driver.wait_for(beacon.PROBLEM)
    driver.press("Return")
    driver.until(lambda: driver.is_open("zorbian"), "the other branch did not open")
    driver.settled()

    assert driver.stored().session.is_current_branch
    assert [one.id for one in driver.app.core.sessions.overview()] == [driver.stored().session.id]


def test_what_is_answered_in_one_branch_is_open_in_the_other(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    answer(driver, beacon.SINCE, beacon.STORM)
    say(driver, "I am on the roof.")
    driver.click("Edit this message", driver.page.conversation)
    driver.write(EDITOR, f"{beacon.PROBLEM} Since today.")
    driver.press("Ctrl+Return")
    driver.until(lambda: driver.offers("Branch 2 of 2"), "no branch was begun")
    driver.settled()
    assert driver.offers(beacon.STORM, question(driver, beacon.SINCE))
    assert driver.stored().facts == ()
