"""Links and files from outside: they fill in and show; only the engineer's click does anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.handover.messages import Asked
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.moves import describe

TEMPLATE = """\
name: Renew the lamp
slug: renew-the-lamp
version: 1
category: diagnostics
language: bash
description: Writes one line.
changes: false
body: |
  echo renewed
"""


def open_link(driver: Driver, argument: str) -> None:
    """What the operating system does; the window is there already."""
    driver.app.take(Asked(argument, raises=False))


def count(driver: Driver) -> int:
    return len(driver.app.core.sessions.overview())


def slugs(driver: Driver) -> set[str]:
    return {entry.template.slug for entry in driver.app.core.scripts().templates.library()}


def test_a_new_session_is_filled_in_and_started_by_the_engineer_only(driver: Driver) -> None:
    open_link(driver, "flowpilot://new?text=The%20zorbian%20beacon%20is%20silent&ticket=T-4711")
    driver.wait_for("Ticket T-4711")
    assert driver.text_in("Problem") == "The zorbian beacon is silent"
    driver.settled()
    assert count(driver) == 0
    driver.click("Start")
    driver.until(lambda: count(driver) == 1, "no session was started")
    driver.settled()
    assert driver.stored().session.psa_ticket_id == "T-4711"
    driver.press("Ctrl+N")
    assert driver.text_in("Problem") == ""
    assert not driver.sees("T-4711")


def test_the_ticket_can_be_removed(driver: Driver) -> None:
    open_link(driver, "flowpilot://new?ticket=T-4711")
    driver.click("Remove the ticket")
    assert not driver.sees("T-4711")
    assert driver.app.shell.welcome.ticket == ""


def test_what_the_engineer_wrote_is_not_replaced(driver: Driver) -> None:
    driver.write("Problem", "my own words")
    open_link(driver, "flowpilot://new?text=others&ticket=1")
    driver.wait_for_toast("a text that you have not sent")
    assert driver.text_in("Problem") == "my own words"
    assert not driver.sees("Ticket 1")


def test_a_session_is_opened_by_its_link(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.settled()
    session_id = driver.stored().session.id
    driver.press("Ctrl+N")
    open_link(driver, f"flowpilot://session/{session_id}")
    driver.until(lambda: driver.is_open("zorbian"), "the session was not opened")


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("flowpilot://session/5bea9c18-47eb-437c-bf3b-b2e7b1dca441", "not on this computer"),
        ("flowpilot://run?script=1", "does not name"),
        ("/home/me/notes.txt", "no FlowPilot link"),
        ("/nowhere/at/all.yaml", "“all.yaml” cannot be imported"),
    ],
)
def test_what_cannot_be_opened_is_said(driver: Driver, argument: str, words: str) -> None:
    open_link(driver, argument)
    driver.wait_for_toast(words)
    assert count(driver) == 0


def test_the_scripts_are_shown(driver: Driver) -> None:
    open_link(driver, "flowpilot://scripts")
    driver.until(lambda: driver.app.window.work is None, "the scripts are not shown")


def test_a_template_is_looked_at_before_it_is_imported(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "lamp.yaml"
    path.write_text(TEMPLATE)
    before = slugs(driver)
    open_link(driver, str(path))
    driver.wait_for("Renew the lamp")
    assert driver.shows_code("echo renewed")
    assert driver.has_cursor("Cancel")
    driver.click("Cancel")
    driver.wait_for_no("Renew the lamp")
    assert slugs(driver) == before

    open_link(driver, str(path))
    driver.wait_for("Renew the lamp")
    path.write_text(TEMPLATE.replace("renewed", "something else by now"))
    driver.click("Import")
    driver.until(lambda: slugs(driver) == {*before, "renew-the-lamp"}, "it was not imported")
    library = driver.app.core.scripts().templates.library()
    taken = next(one.template for one in library if one.template.slug == "renew-the-lamp")
    assert taken.body.strip() == "echo renewed"

    open_link(driver, str(path))
    driver.wait_for("a new version of “Renew the lamp”")
    driver.click("Cancel")
