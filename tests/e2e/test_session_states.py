"""A session's states in the window: paused, resolved, escalated, given up."""

from __future__ import annotations

from core.artifacts.documents import DocumentKind
from core.sessions.session import SessionStatus
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import describe, pick_command, say


def status(driver: Driver) -> SessionStatus:
    return driver.stored().session.status


def resolve(driver: Driver) -> None:
    driver.click("Resolve", driver.lane)
    driver.click("Confirm and resolve")
    driver.wait_for_toast("Session resolved.")
    driver.settled()


def escalate(driver: Driver) -> None:
    driver.click("Escalate", driver.lane)
    driver.click("Confirm and escalate")
    driver.wait_for_toast("Session escalated.")
    driver.settled()


def test_a_message_wakes_a_paused_session(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Pause this session")
    driver.wait_for("Paused", driver.page.header)
    driver.settled()
    assert status(driver) is SessionStatus.PAUSED
    say(driver, "I am back.")

    driver.wait_for("Active", driver.page.header)
    assert status(driver) is SessionStatus.ACTIVE


def test_resume(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Pause this session")
    driver.click("Resume this session")
    driver.wait_for("Active", driver.page.header)
    driver.settled()

    assert status(driver) is SessionStatus.ACTIVE


def test_give_up_with_a_reason(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.choose("More for this session", "Give up on this session…")
    driver.write("Reason", "The customer took the beacon down.")
    driver.click("Give up")
    driver.wait_for("Abandoned", driver.page.header)
    driver.settled()

    session = driver.stored().session
    assert session.status is SessionStatus.ABANDONED
    assert session.abandon_reason == "The customer took the beacon down."
    assert not driver.offers("Resolve")
    assert not driver.offers("Escalate")


def test_resolve_from_escalated(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    escalate(driver)
    assert status(driver) is SessionStatus.ESCALATED
    assert not driver.offers("Escalate")
    resolve(driver)

    assert status(driver) is SessionStatus.RESOLVED
    kinds = [document.kind for document in driver.stored().documents]
    assert kinds == [DocumentKind.ESCALATION_PACKAGE, DocumentKind.RESOLUTION_NOTE]


def test_escalate_from_resolved(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    resolve(driver)
    escalate(driver)

    assert status(driver) is SessionStatus.ESCALATED


def test_resolving_what_is_resolved_is_refused_in_words(driver: Driver) -> None:
    """The buttons are off; the command palette still has the command."""
    describe(driver, beacon.PROBLEM)
    resolve(driver)
    assert not driver.offers("Resolve")
    pick_command(driver, "Resolve")
    driver.click("Confirm and resolve")
    driver.wait_for("Session is already resolved.", driver.page.preview)
    driver.settled()

    assert len(driver.stored().documents) == 1


def test_the_header_can_be_edited(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.choose("More for this session", "Edit title and ticket…")
    driver.write("Title", "Beacon silent on the roof")
    driver.write("Ticket number", "48213")
    driver.write("Client", "Northwind Dental")
    driver.write("Contact", "Robin")
    driver.press("Return")
    driver.wait_for("Beacon silent on the roof", driver.page.header)
    driver.settled()

    session = driver.stored().session
    assert (session.title, session.psa_ticket_id, session.client_name, session.contact_name) == (
        "Beacon silent on the roof",
        "48213",
        "Northwind Dental",
        "Robin",
    )
    assert driver.sees("#48213", driver.page.header)


def test_a_shared_update_says_where_things_stand(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Share update")
    driver.wait_for("Nothing is sent from here.")
    assert "beacon" in driver.text_in("Update")
    driver.click("Copy")
    driver.wait_for_toast("Copied.")

    assert "beacon" in driver.clipboard()


def test_the_sample_session_opens_and_can_be_deleted(driver: Driver) -> None:
    driver.click("Open the sample session")
    driver.until(driver.page.lane.isVisible, "the sample did not open")
    driver.settled()
    assert len(driver.stored().facts) >= 1
    driver.choose("More for this session", "Delete session")
    driver.wait_for("What is going wrong?")
    driver.settled()

    assert driver.app.core.sessions.overview() == []
