"""What the banner asks after a fix was applied, and what it does with the answers."""

from __future__ import annotations

from core.sessions.banner import BannerMode
from core.sessions.fixes import Fix, FixStatus
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import (
    apply_fix,
    fix_status,
    get_fix,
    get_verifying,
    give_reason,
    say,
    wait_for_banner,
)


def active_fix(driver: Driver) -> Fix:
    fix = driver.stored().fix
    assert fix is not None
    return fix


def test_reading_the_steps_does_not_count_as_applied(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Apply fix")
    driver.wait_for("Climb the roof")
    driver.settled()
    assert active_fix(driver).applied_at is None

    driver.click("Back to the conversation")
    wait_for_banner(driver, BannerMode.PROPOSED)
    assert active_fix(driver).applied_at is None

    apply_fix(driver)
    assert active_fix(driver).applied_at is not None


def test_undo_steps_are_shown_on_request(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Apply fix")
    driver.wait_for("Climb the roof")
    assert not driver.sees("Put the old lamp back")
    driver.click("Undo steps")

    driver.wait_for("Put the old lamp back")


def test_it_worked(driver: Driver) -> None:
    get_verifying(driver)
    driver.click("It worked")
    wait_for_banner(driver, BannerMode.NONE)

    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS
    assert active_fix(driver).verified_at is not None


def test_resolve_while_verifying_records_that_it_worked(driver: Driver) -> None:
    get_verifying(driver)
    driver.click("Resolve", driver.lane)
    driver.wait_for("Resolution note")
    driver.settled()

    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS


def test_resolve_right_after_it_worked_opens_the_note(driver: Driver) -> None:
    """The second click comes before the window has heard of the first."""
    get_verifying(driver)
    driver.click("It worked")
    driver.click("Resolve", driver.lane)
    driver.wait_for("Resolution note")
    driver.settled()

    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS
    assert driver.toasts() == []


def test_partly_done_needs_words(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Partly done…")
    give_reason(driver, "   ", "Save as partly done")
    driver.wait_for("Say which part was done and what is left.")
    assert fix_status(driver) is FixStatus.PROPOSED
    assert driver.reason_editor().toPlainText() == "   "

    give_reason(driver, "Lamp done, cable left", "Save as partly done")
    wait_for_banner(driver, BannerMode.PARTIAL)
    assert active_fix(driver).partial_notes == "Lamp done, cable left"
    assert driver.sees("Lamp done, cable left", driver.page.banner)


def test_waiting_needs_words(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Waiting to verify…")
    give_reason(driver, "", "Save and wait")
    driver.wait_for("Say what you are waiting on.")
    assert fix_status(driver) is FixStatus.PROPOSED

    give_reason(driver, "The next storm", "Save and wait")
    wait_for_banner(driver, BannerMode.PENDING)
    assert active_fix(driver).pending_reason == "The next storm"
    assert active_fix(driver).verified_at is None


def test_a_note_that_is_too_long_stays_in_its_editor(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Waiting to verify…")
    give_reason(driver, "x" * 501, "Save and wait")
    driver.wait_for("The notes have 501 characters; the limit is 500.")

    assert driver.reason_editor().toPlainText() == "x" * 501
    assert fix_status(driver) is FixStatus.PROPOSED


def test_the_reason_for_a_failure_is_optional(driver: Driver) -> None:
    get_verifying(driver)
    driver.click("Didn’t work")
    give_reason(driver, "", "Save as not working")
    driver.until(
        lambda: fix_status(driver) is FixStatus.APPLIED_FAILED, "the failure was not recorded"
    )
    assert active_fix(driver).failure_reason == ""


def test_editing_the_note_of_a_partial_fix(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Partly done…")
    give_reason(driver, "Lamp done", "Save as partly done")
    driver.click("Edit note", driver.page.banner)
    assert driver.reason_editor().toPlainText() == "Lamp done"
    give_reason(driver, "Lamp and cable done", "Save as partly done")

    assert active_fix(driver).partial_notes == "Lamp and cable done"
    driver.until(
        lambda: not driver.offers("Save as partly done"), "the editor stayed open after saving"
    )
    wait_for_banner(driver, BannerMode.PARTIAL)


def test_cancelling_the_note_leaves_everything_as_it_was(driver: Driver) -> None:
    get_verifying(driver)
    before = driver.stored()
    driver.click("Didn’t work")
    driver.type("never mind")
    driver.click("Cancel", driver.page.banner)
    driver.settled()

    assert driver.stored() == before
    assert not driver.offers("Save as not working")


def test_finishing_a_partial_fix_verifies_it_again_and_keeps_the_note(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Partly done…")
    give_reason(driver, "Lamp done", "Save as partly done")
    driver.click("Finish it")
    wait_for_banner(driver, BannerMode.VERIFYING)

    assert driver.sees("Lamp done", driver.page.banner)
    driver.click("It worked")
    wait_for_banner(driver, BannerMode.NONE)
    assert active_fix(driver).partial_notes == "Lamp done"


def test_the_nudge_comes_after_three_messages_and_still_checking_silences_it(
    driver: Driver,
) -> None:
    get_verifying(driver)
    say(driver, "I am on my way up.")
    say(driver, "The ladder is wet.")
    wait_for_banner(driver, BannerMode.VERIFYING)
    say(driver, "Halfway there.")
    wait_for_banner(driver, BannerMode.NUDGE)

    driver.click("Still checking")
    wait_for_banner(driver, BannerMode.VERIFYING)
    say(driver, "It is windy up here.")
    say(driver, "I see the lamp.")
    wait_for_banner(driver, BannerMode.VERIFYING)
    say(driver, "Now I look closer.")
    wait_for_banner(driver, BannerMode.NUDGE)

    driver.click("Yes", driver.page.banner)
    wait_for_banner(driver, BannerMode.NONE)
    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS


def test_waiting_to_verify_from_the_nudge(driver: Driver) -> None:
    get_verifying(driver)
    for words in ("One.", "Two.", "Three."):
        say(driver, words)
    wait_for_banner(driver, BannerMode.NUDGE)
    driver.choose("More outcomes", "Waiting to verify…")
    give_reason(driver, "A call back from the user", "Save and wait")

    wait_for_banner(driver, BannerMode.PENDING)


def test_an_outcome_read_from_a_message_is_only_a_proposal(driver: Driver) -> None:
    get_verifying(driver)
    say(driver, "It still does not speak, same problem.")
    wait_for_banner(driver, BannerMode.AI_CONFIRMING)
    assert driver.sees("same problem", driver.page.banner)
    assert fix_status(driver) is FixStatus.PROPOSED

    driver.click("Not yet")
    wait_for_banner(driver, BannerMode.VERIFYING)
    assert fix_status(driver) is FixStatus.PROPOSED

    say(driver, "It still does not speak, same problem as before.")
    wait_for_banner(driver, BannerMode.AI_CONFIRMING)
    driver.click("Yes, record it")
    driver.until(
        lambda: fix_status(driver) is FixStatus.APPLIED_FAILED, "the failure was not recorded"
    )
    assert "same problem as before" in active_fix(driver).failure_reason


def test_the_engineer_overrules_the_proposed_outcome(driver: Driver) -> None:
    get_verifying(driver)
    say(driver, "no luck, still silent")
    wait_for_banner(driver, BannerMode.AI_CONFIRMING)
    driver.click("No, it worked")

    wait_for_banner(driver, BannerMode.NONE)
    assert fix_status(driver) is FixStatus.APPLIED_SUCCESS


def test_the_banner_folds_into_a_strip_and_back(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Collapse the suggestion")
    wait_for_banner(driver, BannerMode.COLLAPSED)
    assert driver.page.banner.height() <= 40
    assert driver.sees(beacon.LAMP, driver.page.banner)
    driver.click("Expand the suggestion")

    wait_for_banner(driver, BannerMode.PROPOSED)
