"""The icon in the notification area: the window closed and opened by it, notices, a real end."""

from __future__ import annotations

import pytest

from core.settings.definitions import KEEP_RUNNING, NOTICES
from desktop.handover.messages import Asked
from tests.e2e import beacon
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.moves import check, describe
from tests.e2e.test_checks import posix, with_checks
from tests.fakes.tray import PaperTray

# Offscreen there is no order of windows, and a window that comes back is not made active.
raises = pytest.mark.expected_logs("does not support raise")


@pytest.fixture
def tray(laptop: Laptop) -> PaperTray:
    """FlowPilot will be started with an icon."""
    tray = PaperTray()
    laptop.make_tray = lambda: tray
    return tray


def start(laptop: Laptop, *, keeps_running: bool = True) -> Driver:
    laptop.start()
    laptop.app.core.settings.write(KEEP_RUNNING, keeps_running)
    return Driver(laptop)


@raises
def test_closing_hides_the_window_and_says_so_once(laptop: Laptop, tray: PaperTray) -> None:
    driver = start(laptop)
    driver.write("Problem", "half a sentence")
    for _ in range(2):
        driver.window.close()
        driver.until(lambda: not driver.window.isVisible(), "the window stays")
        tray.open_wanted.emit()
        driver.until(driver.window.isVisible, "the window never came back")
        assert driver.text_in("Problem") == "half a sentence"
    assert [notice.title for notice in tray.notices] == ["FlowPilot is still running"]
    tray.exit_wanted.emit()
    driver.until(lambda: laptop.has_ended, "Exit did not end FlowPilot")
    assert not tray.is_there


def test_closing_ends_unless_it_was_chosen_otherwise(laptop: Laptop, tray: PaperTray) -> None:
    driver = start(laptop, keeps_running=False)
    driver.window.close()
    driver.until(lambda: laptop.has_ended, "closing did not end FlowPilot")
    assert tray.notices == []


@pytest.mark.parametrize("is_hidden", [False, True])
def test_signing_out_ends(laptop: Laptop, tray: PaperTray, is_hidden: bool) -> None:
    driver = start(laptop)
    if is_hidden:
        driver.window.close()
        driver.until(lambda: not driver.window.isVisible(), "the window stays")
    driver.app.area.expect_end()
    if not is_hidden:
        driver.window.close()  # as the system does with every window it sees
    driver.until(lambda: laptop.has_ended, "FlowPilot holds up the sign-out")
    assert not tray.is_there


def test_without_an_icon_closing_ends(laptop: Laptop) -> None:
    laptop.make_tray = lambda: None
    driver = start(laptop)
    driver.window.close()
    driver.until(lambda: laptop.has_ended, "closing did not end FlowPilot")


@raises
def test_exit_keeps_what_is_unsent(laptop: Laptop, tray: PaperTray) -> None:
    driver = start(laptop)
    describe(driver, beacon.PROBLEM)
    driver.settled()
    driver.write("Message", "not sent yet")
    session_id = driver.stored().session.id
    driver.window.close()
    tray.exit_wanted.emit()
    driver.until(lambda: laptop.has_ended, "Exit did not end FlowPilot")
    laptop.quit()
    laptop.make_tray = lambda: None
    laptop.start()
    driver.app.take(Asked(f"flowpilot://session/{session_id}"))
    driver.until(lambda: driver.text_in("Message") == "not sent yet", "the draft is lost")


@raises
def test_a_new_session_from_the_icon(laptop: Laptop, tray: PaperTray) -> None:
    driver = start(laptop)
    describe(driver, beacon.PROBLEM)
    driver.settled()
    driver.window.close()
    tray.new_session_wanted.emit()
    driver.until(driver.window.isVisible, "the window never came back")
    assert driver.text_in("Problem") == ""


@posix
@raises
def test_a_check_that_ends_unseen_is_told_without_a_name(laptop: Laptop, tray: PaperTray) -> None:
    driver = with_checks(laptop, beacon.METER)
    session_id = driver.stored().session.id
    with driver.slow_database():
        driver.click("Run", check(driver, beacon.METER))
        driver.window.hide()
    driver.until(lambda: bool(tray.notices), "nobody was told")
    assert [notice.title for notice in tray.notices] == ["A check has ended"]
    driver.settled()
    driver.app.shell.leave_session()
    tray.notice_clicked.emit()
    driver.until(driver.window.isVisible, "the window never came back")
    driver.until(driver.page.isVisible, "the session was not opened")
    assert driver.stored().session.id == session_id


@posix
def test_nothing_is_told_to_somebody_who_looks_or_wants_no_notices(
    laptop: Laptop, tray: PaperTray
) -> None:
    driver = with_checks(laptop, beacon.ODD, beacon.METER)
    driver.click("Run", check(driver, beacon.ODD))
    driver.settled()
    driver.app.core.settings.write(NOTICES, False)
    with driver.slow_database():
        driver.click("Run", check(driver, beacon.METER))
        driver.window.hide()
    driver.settled()
    assert tray.notices == []


@raises
def test_a_start_in_the_background_shows_the_icon_only(laptop: Laptop, tray: PaperTray) -> None:
    app = laptop.start_in_background()
    assert not app.window.isVisible()
    app.take(Asked())
    laptop.bot.waitUntil(app.window.isVisible)


def test_without_an_icon_a_start_in_the_background_is_minimised(laptop: Laptop) -> None:
    laptop.make_tray = lambda: None
    assert laptop.start_in_background().window.isMinimized()
