"""What was dismissed, deleted or skipped can be taken back, by the toast and by Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.sessions.banner import BannerMode
from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneStatus
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import (
    answer,
    check,
    describe,
    fix_status,
    get_fix,
    open_first_session,
    question,
    wait_for_banner,
)

Undo = Callable[[Driver], None]


def by_toast(driver: Driver) -> None:
    driver.click("Undo")


def by_keys(driver: Driver) -> None:
    """With the cursor where it is: in the message field, most of the time."""
    driver.press("Ctrl+Z")


both_ways = pytest.mark.parametrize("undo", [by_toast, by_keys])


def lamp_status(driver: Driver) -> FixStatus | None:
    history = driver.app.core.documents.record(driver.stored().session.id).fixes
    return next((fix.status for fix in history if fix.title == beacon.LAMP), None)


@both_ways
def test_dismiss(driver: Driver, undo: Undo) -> None:
    get_fix(driver)
    driver.click("Dismiss", driver.page.banner)
    driver.wait_for_toast("Proposal dismissed.")
    driver.settled()
    assert lamp_status(driver) is FixStatus.DISMISSED
    assert driver.page.lane.parked.isVisible()
    undo(driver)

    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees(beacon.LAMP, driver.page.banner)
    assert lamp_status(driver) is FixStatus.PROPOSED
    assert not driver.page.lane.parked.isVisible()


def test_a_dismissed_proposal_is_a_pill_that_brings_it_back(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Dismiss", driver.page.banner)
    driver.wait_for("Dismissed proposals", driver.lane)
    driver.click(f"Restore: {beacon.LAMP}", driver.lane)

    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees(beacon.LAMP, driver.page.banner)
    assert fix_status(driver) is FixStatus.PROPOSED


@both_ways
def test_delete_a_fact(driver: Driver, undo: Undo) -> None:
    describe(driver, beacon.PROBLEM)
    answer(driver, beacon.SINCE, beacon.STORM)
    [fact] = driver.stored().facts
    driver.click("Delete this fact")
    driver.wait_for_toast("Fact deleted.")
    driver.settled()
    assert driver.stored().facts == ()
    assert not driver.sees(fact.text, driver.page.lane.facts)
    undo(driver)

    driver.wait_for(fact.text, driver.lane)
    driver.settled()
    assert [one.id for one in driver.stored().facts] == [fact.id]


@both_ways
def test_skip_a_question(driver: Driver, undo: Undo) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Skip", question(driver, beacon.SINCE))
    driver.wait_for_toast("Skipped.")
    driver.settled()
    assert status_of(driver, beacon.SINCE) is LaneStatus.SKIPPED
    undo(driver)

    driver.until(
        lambda: status_of(driver, beacon.SINCE) is LaneStatus.OPEN, "it was not opened again"
    )
    driver.settled()
    assert driver.offers(beacon.STORM, question(driver, beacon.SINCE))


def test_a_skipped_item_can_be_taken_up_on_its_card(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Skip", question(driver, beacon.SINCE))
    driver.click("Answer after all", question(driver, beacon.SINCE))
    answer(driver, beacon.SINCE, beacon.STORM)
    driver.click("Skip", check(driver, beacon.METER))
    driver.click("Run after all", check(driver, beacon.METER))
    driver.settled()

    assert status_of(driver, beacon.SINCE) is LaneStatus.ANSWERED
    assert status_of(driver, beacon.METER) is LaneStatus.OPEN


@both_ways
def test_delete_a_session(driver: Driver, undo: Undo) -> None:
    describe(driver, beacon.PROBLEM)
    before = driver.stored()
    driver.choose("More for this session", "Delete session")
    driver.wait_for_toast("Session deleted.")
    driver.wait_for("What is going wrong?")
    driver.settled()
    assert driver.app.core.sessions.overview() == []
    undo(driver)
    driver.until(lambda: len(driver.app.core.sessions.overview()) == 1, "it did not come back")
    driver.settled()

    open_first_session(driver)
    after = driver.stored()
    assert (after.messages, after.lane, after.facts) == (
        before.messages,
        before.lane,
        before.facts,
    )


@both_ways
def test_leave_a_preview_with_an_edit(driver: Driver, undo: Undo) -> None:
    get_fix(driver)
    driver.click("Resolve", driver.lane)
    driver.click("Edit")
    driver.write("Document text in Markdown", "My own words.")
    driver.click("Back to the conversation")
    driver.wait_for_toast("Your edit was dropped.")
    driver.settled()
    assert driver.stored().view.preview_text is None
    driver.click_on(driver.editor("Message"))
    undo(driver)

    driver.wait_for("Resolution note")
    driver.settled()
    assert driver.text_of_document() == "My own words."


def test_ctrl_z_takes_back_what_was_typed_first(driver: Driver) -> None:
    """While there is something to undo in the text, the keys belong to the text."""
    get_fix(driver)
    driver.write("Message", "half a sentence")
    driver.click("Dismiss", driver.page.banner)
    driver.wait_for_toast("Proposal dismissed.")
    driver.settled()
    driver.press("Ctrl+Z")

    assert driver.text_in("Message") != "half a sentence"
    assert lamp_status(driver) is FixStatus.DISMISSED


def test_several_deeds_are_taken_back_one_by_one(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Skip", question(driver, beacon.SINCE))
    driver.settled()
    driver.click("Skip", check(driver, beacon.METER))
    driver.settled()
    by_keys(driver)
    driver.until(lambda: status_of(driver, beacon.METER) is LaneStatus.OPEN, "nothing happened")
    assert status_of(driver, beacon.SINCE) is LaneStatus.SKIPPED
    by_keys(driver)

    driver.until(lambda: status_of(driver, beacon.SINCE) is LaneStatus.OPEN, "nothing happened")
    driver.settled()


def status_of(driver: Driver, text: str) -> LaneStatus:
    return next(item.status for item in driver.stored().lane if item.text == text)
