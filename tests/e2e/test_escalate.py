"""Escalation: the question about the fix that is still open, and the package."""

from __future__ import annotations

import pytest

from core.artifacts.documents import DocumentKind, DocumentOutcome, Visibility
from core.sessions.banner import BannerMode
from core.sessions.fixes import FixStatus
from core.sessions.session import SessionStatus
from tests.e2e.driver import Driver
from tests.e2e.moves import (
    fix_status,
    get_fix,
    get_verifying,
    give_reason,
    wait_for_banner,
)

SECTIONS = (
    "Problem",
    "What we've confirmed",
    "What we've tried",
    "Current hypothesis",
    "Suggested next steps",
)
QUESTION = "What became of the fix?"
FAILED, WORKED, NEVER, PARTLY = (
    "The fix didn’t work",
    "It worked, escalating for another reason",
    "Never actually applied",
    "Partly, with notes",
)


def confirm_package(driver: Driver) -> None:
    driver.write("Reason for escalating", "Needs somebody who may climb roofs")
    driver.write("Hand over to", "Kim Roofer")
    driver.click("Confirm and escalate")
    driver.wait_for_toast("Session escalated.")
    driver.settled()


def test_enter_says_that_the_fix_did_not_work(driver: Driver) -> None:
    get_verifying(driver)
    driver.click("Escalate", driver.lane)
    driver.wait_for(QUESTION)
    driver.press("Return")
    driver.wait_for("Escalation package")
    driver.settled()

    assert fix_status(driver) is FixStatus.APPLIED_FAILED
    headings = [line for line in driver.text_of_document().splitlines() if line.startswith("#")]
    assert headings == [f"## {section}" for section in SECTIONS]
    assert driver.sees("Internal, for the next engineer")

    confirm_package(driver)
    stored = driver.stored()
    assert stored.session.status is SessionStatus.ESCALATED
    assert stored.session.escalation_reason == "Needs somebody who may climb roofs"
    assert stored.session.escalated_to == "Kim Roofer"
    [document] = stored.documents
    assert document.kind is DocumentKind.ESCALATION_PACKAGE
    assert document.outcome is DocumentOutcome.ESCALATED_LOCAL
    assert document.visibility is Visibility.INTERNAL


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        (FAILED, FixStatus.APPLIED_FAILED),
        (WORKED, FixStatus.APPLIED_SUCCESS),
        (NEVER, FixStatus.DISMISSED),
    ],
)
def test_each_answer_is_recorded_before_the_package(
    driver: Driver, choice: str, status: FixStatus
) -> None:
    get_verifying(driver)
    driver.click("Escalate", driver.page.header)
    driver.click(choice)
    driver.click("Continue")
    driver.wait_for("Escalation package")
    driver.settled()

    assert fix_status(driver) is status
    assert driver.stored().session.status is SessionStatus.ACTIVE


def test_partly_needs_notes_and_keeps_them_until_they_fit(driver: Driver) -> None:
    get_verifying(driver)
    driver.click("Escalate", driver.page.header)
    driver.click(PARTLY)
    driver.click("Continue")
    driver.wait_for("Say which part was done and what is left.")
    driver.settled()
    assert fix_status(driver) is FixStatus.PROPOSED
    assert not driver.page.preview.isVisible()

    too_long = "x" * 501
    driver.write("Notes", too_long)
    driver.click("Continue")
    driver.wait_for("The notes have 501 characters; the limit is 500.")
    assert driver.text_in("Notes") == too_long

    driver.write("Notes", "The lamp is new, the cable is not.")
    driver.click("Continue")
    driver.wait_for("Escalation package")
    driver.settled()
    fix = driver.stored().fix
    assert fix is not None
    assert fix.status is FixStatus.APPLIED_PARTIAL
    assert fix.partial_notes == "The lamp is new, the cable is not."
    assert "The lamp is new, the cable is not." in driver.text_of_document()


def test_partly_is_not_offered_when_the_fix_is_already_partly_done(driver: Driver) -> None:
    get_verifying(driver)
    driver.choose("More outcomes", "Partly done…")
    give_reason(driver, "Lamp done, cable left", "Save as partly done")
    wait_for_banner(driver, BannerMode.PARTIAL)
    driver.click("Escalate", driver.page.header)
    driver.wait_for(QUESTION)

    assert driver.offers(FAILED)
    assert driver.offers(NEVER)
    assert not driver.offers(PARTLY)


def test_a_fix_that_nobody_applied_needs_no_question(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Escalate", driver.page.header)
    driver.wait_for("Escalation package")

    assert not driver.sees(QUESTION)
    assert fix_status(driver) is FixStatus.PROPOSED


def test_cancelling_the_question_changes_nothing(driver: Driver) -> None:
    get_verifying(driver)
    before = driver.stored()
    driver.click("Escalate", driver.page.header)
    driver.wait_for(QUESTION)
    driver.press("Escape")
    driver.settled()

    assert driver.stored() == before
    assert not driver.page.preview.isVisible()


def test_nothing_is_escalated_when_the_outcome_cannot_be_recorded(driver: Driver) -> None:
    """The fix got its outcome while the question was open; the flow stops and says so."""
    get_verifying(driver)
    driver.click("Escalate", driver.page.header)
    driver.wait_for(QUESTION)
    fix = driver.stored().fix
    assert fix is not None
    driver.app.core.fixes.dismiss(fix.id)  # another window of the same session
    driver.press("Return")
    driver.wait_for("The outcome is already recorded: this fix is dismissed.")
    driver.settled()

    assert driver.stored().session.status is SessionStatus.ACTIVE
    assert not driver.page.preview.isVisible()
