"""What happens when the first idea was wrong: a new one, until there is none left."""

from __future__ import annotations

from core.sessions.banner import BannerMode
from core.sessions.fixes import FixStatus
from core.sessions.lane import LaneStatus
from core.sessions.messages import Role
from tests.e2e import beacon
from tests.e2e.beacon import write_beacon
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.moves import (
    answer,
    apply_fix,
    check,
    describe,
    fix_status,
    get_fix,
    get_verifying,
    give_reason,
    open_items,
    paste_result,
    pick_result,
    say,
    wait_for_banner,
)


def fail(driver: Driver, reason: str = "") -> None:
    """Say of the fix under verification that it did not work."""
    driver.click("Didn’t work", driver.page.banner)
    give_reason(driver, reason, "Save as not working")


def test_a_failed_fix_leads_to_another_cause(driver: Driver) -> None:
    get_verifying(driver)
    fail(driver, "Still silent with a new lamp")
    assert fix_status(driver) is FixStatus.APPLIED_FAILED
    answer(driver, beacon.SINCE, beacon.STORM)

    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees(beacon.CABLE, driver.page.banner)
    footnotes = [one.text for one in driver.stored().messages if one.role is Role.FOOTNOTE]
    assert footnotes == [f"Previous proposal: {beacon.LAMP} (did not work). A new one is below."]
    assert driver.sees(footnotes[0], driver.page.conversation)
    history = driver.app.core.documents.record(driver.stored().session.id).fixes
    assert [(fix.title, fix.is_active) for fix in history] == [
        (beacon.LAMP, False),
        (beacon.CABLE, True),
    ]


def test_a_new_proposal_replaces_the_open_one(laptop: Laptop) -> None:
    """A check that is done is given another result, and the evidence points elsewhere."""
    write_beacon(laptop.playbooks, eager=(beacon.ODD,))
    laptop.start()
    driver = Driver(laptop)
    describe(driver, beacon.PROBLEM)
    pick_result(driver, beacon.ODD, "odd is off")
    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees(beacon.LAMP, driver.page.banner)
    old = driver.stored().fix
    assert old is not None

    paste_result(driver, beacon.ODD, "volts=3")
    wait_for_banner(driver, BannerMode.PROPOSED)
    answer(driver, beacon.LIGHT, beacon.BRIGHT)
    driver.wait_for(beacon.RELAY, driver.page.banner)
    driver.settled()

    new = driver.stored().fix
    assert new is not None
    assert new.title == beacon.RELAY
    footnote = f"Previous proposal: {beacon.LAMP} (not tried). A new one is below."
    assert driver.sees(footnote, driver.page.conversation)
    assert driver.sees("It is bright", driver.lane)


def test_steps_of_a_replaced_fix_cannot_be_declared_done(laptop: Laptop) -> None:
    """The steps panel was open while the proposal changed: it makes way for the new one."""
    write_beacon(laptop.playbooks, eager=(beacon.ODD,))
    laptop.start()
    driver = Driver(laptop)
    describe(driver, beacon.PROBLEM)
    pick_result(driver, beacon.ODD, "odd is off")
    driver.click("Apply fix")
    driver.wait_for("Renew the lamp")
    paste_result(driver, beacon.ODD, "volts=3")
    answer(driver, beacon.LIGHT, beacon.BRIGHT)
    driver.wait_for(beacon.RELAY, driver.page.banner)
    assert not driver.sees("Renew the lamp")
    apply_fix(driver)

    history = driver.app.core.documents.record(driver.stored().session.id).fixes
    assert [(fix.title, fix.applied_at is not None) for fix in history] == [
        (beacon.LAMP, False),
        (beacon.RELAY, True),
    ]


def test_items_keep_their_identity_when_they_are_asked_again(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    before = {item.text: item.id for item in driver.stored().lane}
    answer(driver, beacon.LIGHT, beacon.DARK)
    apply_fix(driver)
    withdrawn = {item.text for item in driver.stored().lane if item.status is LaneStatus.WITHDRAWN}
    fail(driver)

    asked_again = {item.text: item.id for item in open_items(driver)}
    assert beacon.SINCE in withdrawn
    assert asked_again[beacon.SINCE] == before[beacon.SINCE]


def test_a_withdrawn_check_offers_nothing_to_do(driver: Driver) -> None:
    get_fix(driver)
    card = check(driver, beacon.METER)
    assert driver.sees("Not needed", card)

    for button in ("Run", "Run again", "Paste a result", "Pick a result", "Skip"):
        assert not driver.offers(button, card)


def test_out_of_ideas_the_assistant_offers_escalation(driver: Driver) -> None:
    get_verifying(driver)
    fail(driver)
    answer(driver, beacon.SINCE, beacon.STORM)
    apply_fix(driver)
    fail(driver)
    while open_items(driver) and not driver.sees("out of my depth"):
        driver.click("Skip", driver.lane)
        driver.settled()
    driver.wait_for("I am out of my depth here.")
    driver.wait_for("Escalate hands everything you confirmed to the next engineer.")

    driver.click("Escalate", driver.lane)
    driver.wait_for("Escalation package")
    package = driver.text_of_document()
    assert beacon.LAMP in package
    assert beacon.CABLE in package


def test_a_dismissed_fix_is_not_proposed_again_by_itself(driver: Driver) -> None:
    get_fix(driver)
    driver.click("Dismiss", driver.page.banner)
    driver.settled()
    say(driver, "What else could it be?")
    answer(driver, beacon.SINCE, beacon.STORM)

    wait_for_banner(driver, BannerMode.PROPOSED)
    assert driver.sees(beacon.CABLE, driver.page.banner)
    assert driver.offers(f"Restore: {beacon.LAMP}", driver.lane)
