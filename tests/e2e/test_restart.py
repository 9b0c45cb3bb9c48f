"""Quitting at any moment loses nothing: the session comes back as it was left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.artifacts.documents import DocumentKind
from core.sessions.banner import BannerMode
from core.sessions.messages import Role
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import (
    answer,
    describe,
    get_fix,
    get_verifying,
    give_reason,
    open_first_session,
    open_session,
    say,
    wait_for_banner,
)


def get_none(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)


def get_collapsed(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Collapse the suggestion")
    wait_for_banner(driver, BannerMode.COLLAPSED)


def get_nudge(driver: Driver) -> None:
    get_verifying(driver)
    for words in ("One.", "Two.", "Three."):
        say(driver, words)


def get_silenced(driver: Driver) -> None:
    get_nudge(driver)
    driver.click("Still checking")


def get_partial(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Partly done…")
    give_reason(driver, "Lamp done, cable left", "Save as partly done")


def get_pending(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Waiting to verify…")
    give_reason(driver, "The next storm", "Save and wait")


def get_ai_confirming(driver: Driver) -> None:
    get_verifying(driver)
    say(driver, "yep that fixed it, thanks")


def get_worked(driver: Driver) -> None:
    get_verifying(driver)
    driver.click("It worked")


@pytest.mark.parametrize(
    ("reach", "mode"),
    [
        (get_none, BannerMode.NONE),
        (get_fix, BannerMode.PROPOSED),
        (get_collapsed, BannerMode.COLLAPSED),
        (get_verifying, BannerMode.VERIFYING),
        (get_nudge, BannerMode.NUDGE),
        (get_silenced, BannerMode.VERIFYING),
        (get_partial, BannerMode.PARTIAL),
        (get_pending, BannerMode.PENDING),
        (get_ai_confirming, BannerMode.AI_CONFIRMING),
        (get_worked, BannerMode.NONE),
    ],
)
def test_the_banner_comes_back_in_its_mode(
    driver: Driver, reach: Callable[[Driver], None], mode: BannerMode
) -> None:
    reach(driver)
    wait_for_banner(driver, mode)
    driver.settled()
    before, content = driver.stored(), driver.page.banner.content
    driver.restart()
    open_first_session(driver)

    wait_for_banner(driver, mode)
    assert driver.stored() == before
    assert driver.page.banner.content == content


def test_each_session_keeps_its_draft(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.write("Message", "half a thought about the beacon")
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")
    driver.write("Message", "half a thought about printers")
    open_session(driver, "zorbian")
    assert driver.text_in("Message") == "half a thought about the beacon"
    driver.restart()

    open_session(driver, "printer")
    assert driver.text_in("Message") == "half a thought about printers"
    open_session(driver, "zorbian")
    assert driver.text_in("Message") == "half a thought about the beacon"


def test_a_sent_message_leaves_no_draft(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    say(driver, "I look at it now.")
    driver.restart()
    open_first_session(driver)

    assert driver.text_in("Message") == ""
    assert driver.sees("I look at it now.")


def test_what_was_asked_for_last_is_done_before_the_end(driver: Driver) -> None:
    """The window is closed while the database has not come to it yet."""
    driver.write("Problem", beacon.PROBLEM)
    with driver.slow_database():
        driver.click("Start")
        driver.window.close()
    driver.restart()
    open_session(driver, "zorbian")
    assert driver.sees(beacon.PROBLEM, driver.page.conversation)
    with driver.slow_database():
        driver.write("Message", "I am on the roof.")
        driver.press("Return")
        driver.window.close()
    driver.restart()
    open_session(driver, "zorbian")

    assert [one.text for one in driver.stored().messages if one.text == "I am on the roof."]
    assert driver.text_in("Message") == ""


def test_a_message_without_a_reply_gets_one_after_the_restart(driver: Driver) -> None:
    driver.write("Problem", beacon.PROBLEM)
    with driver.slow_database():
        driver.click("Start")
        driver.window.close()
    driver.restart()
    open_session(driver, "zorbian")

    driver.wait_for("Let us look at the beacon.")
    driver.settled()
    assert driver.offers(beacon.DARK)
    replies = [one for one in driver.stored().messages if one.role is Role.ASSISTANT]
    assert len(replies) == 1


def open_note(driver: Driver) -> None:
    driver.click("Resolve", driver.lane)
    driver.wait_for("Resolution note")
    driver.settled()


def edit_document(driver: Driver, text: str) -> None:
    driver.click("Edit")
    driver.write("Document text in Markdown", text)


def test_an_open_preview_comes_back(driver: Driver) -> None:
    get_fix(driver)
    open_note(driver)
    text = driver.text_of_document()
    driver.restart()
    open_first_session(driver)

    driver.wait_for("Resolution note")
    assert driver.text_of_document() == text
    assert driver.sees("From cache")


def test_an_unsaved_edit_survives(driver: Driver) -> None:
    """Also when the program is ended right after the last key."""
    get_fix(driver)
    open_note(driver)
    edit_document(driver, "## Problem\n\nMy own words.")
    driver.restart()
    open_first_session(driver)

    driver.wait_for("Resolution note")
    driver.wait_for("Edited by you")
    assert driver.text_of_document() == "## Problem\n\nMy own words."
    assert driver.stored().documents == ()


def test_an_edit_from_before_a_change_is_marked_as_out_of_date(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    open_note(driver)
    edit_document(driver, "My own words.")
    answer(driver, beacon.LIGHT, beacon.DARK)
    driver.wait_for("The session has changed since this text was written.")
    assert driver.text_of_document() == "My own words."
    for _ in range(2):  # out of date it stays
        driver.restart()
        open_first_session(driver)
        driver.wait_for("The session has changed since this text was written.")
        assert driver.text_of_document() == "My own words."
        driver.click("Edit")
        driver.click_on(driver.editor("Document text in Markdown"))
        driver.press("Ctrl+End")
        driver.type(" ")
        driver.press("Backspace")


def test_writing_it_again_replaces_an_edit_that_is_out_of_date(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    open_note(driver)
    edit_document(driver, "My own words.")
    answer(driver, beacon.LIGHT, beacon.DARK)
    driver.click("Write it again")
    driver.settled()

    assert not driver.sees("The session has changed since this text was written.")
    assert "My own words." not in driver.text_of_document()
    assert "It stays dark" in driver.text_of_document()


def test_an_untouched_preview_follows_the_session(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    open_note(driver)
    answer(driver, beacon.LIGHT, beacon.DARK)
    driver.until(
        lambda: "It stays dark" in driver.text_of_document(), "the preview was not composed again"
    )
    driver.settled()

    assert not driver.sees("Edited by you")
    assert driver.stored().view.preview_kind is DocumentKind.RESOLUTION_NOTE


def test_the_preview_of_one_session_is_not_shown_in_another(driver: Driver) -> None:
    get_fix(driver)
    open_note(driver)
    edit_document(driver, "My own words about the beacon.")
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")
    driver.settled()
    assert not driver.page.preview.isVisible()
    assert driver.stored().view.preview_kind is None
    say(driver, "It began on Monday.")
    assert not driver.page.preview.isVisible()

    open_session(driver, "zorbian")
    driver.wait_for("Resolution note")
    assert driver.text_of_document() == "My own words about the beacon."
    driver.click("Back to the conversation")
    driver.settled()
    assert driver.stored().view.preview_kind is None


def test_closing_a_preview_closes_it_for_good(driver: Driver) -> None:
    get_fix(driver)
    open_note(driver)
    driver.click("Back to the conversation")
    driver.settled()
    driver.restart()
    open_first_session(driver)

    assert not driver.page.preview.isVisible()
