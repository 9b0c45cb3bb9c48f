"""Checks on the laptop: run for real, cancelled, pasted, picked, skipped, not readable."""

from __future__ import annotations

import sys

import psutil
import pytest

from core.checks.runs import CheckRun, RunEnd, RunSource
from core.sessions.facts import SourceType
from core.sessions.lane import LaneStatus
from tests.e2e import beacon
from tests.e2e.beacon import write_beacon
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.moves import answer, check, describe, paste_result, pick_result, question

posix = pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a POSIX shell")


def with_checks(laptop: Laptop, *texts: str) -> Driver:
    """A session that begins with these checks."""
    write_beacon(laptop.playbooks, eager=texts)
    laptop.start()
    driver = Driver(laptop)
    describe(driver, beacon.PROBLEM)
    return driver


def runs(driver: Driver) -> tuple[CheckRun, ...]:
    return driver.stored().runs


def status_of(driver: Driver, text: str) -> LaneStatus:
    return next(item.status for item in driver.stored().lane if item.text == text)


def run_check(driver: Driver, text: str) -> None:
    driver.click("Run", check(driver, text))
    driver.until(lambda: status_of(driver, text) is LaneStatus.DONE, "the check did not end")
    driver.settled()


@posix
def test_a_check_shows_its_command_runs_it_and_proves_a_fact(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    command = f"printf '{beacon.METER_SHOWS}\\n'"
    assert driver.shows_code(command)
    assert runs(driver) == ()
    run_check(driver, beacon.METER)

    [run] = runs(driver)
    assert (run.command, run.source, run.end, run.exit_code) == (
        command,
        RunSource.LOCAL,
        RunEnd.EXITED,
        0,
    )
    assert run.stdout == f"{beacon.METER_SHOWS}\n"
    [fact] = driver.stored().facts
    assert fact.source_type is SourceType.DIAGNOSTIC_CHECK
    assert fact.source_line == beacon.METER_SHOWS
    assert driver.sees(f"> {beacon.METER_SHOWS}", driver.page.lane.facts)
    assert driver.sees("exit code 0", check(driver, beacon.METER))
    driver.click("Show output", check(driver, beacon.METER))
    assert driver.shows_code(beacon.METER_SHOWS)


@posix
def test_a_running_check_can_be_cancelled_and_leaves_no_process(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.TRACE)
    card = check(driver, beacon.TRACE)
    for _ in range(2):  # what was cancelled can be started and cancelled again
        driver.click("Run", card)
        driver.wait_for("Running…", card)
        driver.until(lambda: bool(sleepers()), "the command did not start")
        driver.click("Cancel", card)
        driver.until(lambda: not sleepers(), "the process is still there")
        driver.settled()
        assert status_of(driver, beacon.TRACE) is LaneStatus.OPEN
        assert driver.offers("Run", card)


@posix
def test_quitting_ends_what_still_runs(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.TRACE)
    driver.click("Run", check(driver, beacon.TRACE))
    driver.until(lambda: bool(sleepers()), "the command did not start")
    laptop.quit()

    assert not sleepers()


@posix
def test_other_work_goes_on_while_a_check_runs(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.TRACE)
    card = check(driver, beacon.TRACE)
    driver.click("Run", card)
    driver.wait_for("Running…", card)
    driver.click(beacon.DARK, question(driver, beacon.LIGHT))
    driver.wait_for("It stays dark · Now a fact")

    assert driver.sees("Running…", card)
    driver.click("Cancel", card)
    driver.settled()


@posix
def test_run_remaining_runs_all_that_are_open(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.METER, beacon.ODD)
    driver.click("Run remaining")
    driver.until(lambda: len(runs(driver)) == 2, "not all of them ran")
    driver.settled()

    assert {run.stdout for run in runs(driver)} == {f"{beacon.METER_SHOWS}\n", "hm hm\n"}


@posix
def test_an_output_that_cannot_be_read_becomes_a_question(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.ODD)
    run_check(driver, beacon.ODD)
    asked = f"What did “{beacon.ODD}” show?"
    driver.wait_for("The output is not one this check knows.")
    answer(driver, asked, "odd is fine")

    [fact] = driver.stored().facts
    assert fact.text == "The odd is fine."
    assert fact.source_type is SourceType.QUESTION


def test_a_pasted_result_proves_its_fact(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    paste_result(driver, beacon.METER, "Some banner\nvolts=9.7\nbye")

    [run] = runs(driver)
    assert (run.source, run.exit_code) == (RunSource.PASTED, None)
    [fact] = driver.stored().facts
    assert fact.source_line == "volts=9.7"
    assert not driver.offers("Use this output")


def test_another_result_can_be_pasted_later(driver: Driver) -> None:
    """The newest result stands, and the field for it closes again."""
    describe(driver, beacon.PROBLEM)
    paste_result(driver, beacon.METER, "volts=9.7")
    paste_result(driver, beacon.METER, "volts=1.2")

    assert len(driver.app.core.documents.record(driver.stored().session.id).runs) == 2
    assert [fact.source_line for fact in driver.stored().facts] == ["volts=1.2"]
    assert not driver.offers("Use this output")


def test_nothing_pasted_is_refused(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    card = check(driver, beacon.METER)
    driver.click("Paste a result", card)
    driver.write("Pasted output", "  \n ", card)
    driver.click("Use this output", card)
    driver.wait_for("Paste the output first.")

    assert runs(driver) == ()


def test_a_result_is_picked_for_a_check_done_by_hand(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.DOOR)
    card = check(driver, beacon.DOOR)
    assert not driver.offers("Run", card)
    pick_result(driver, beacon.DOOR, "door is fine")

    [run] = runs(driver)
    assert run.source is RunSource.REPORTED
    [fact] = driver.stored().facts
    assert fact.text == "The door is fine."
    assert fact.source_line == ""


def test_a_skipped_check_is_not_asked_again(driver: Driver) -> None:
    describe(driver, beacon.PROBLEM)
    driver.click("Skip", check(driver, beacon.METER))
    driver.settled()
    answer(driver, beacon.SINCE, beacon.WEEKS)

    assert status_of(driver, beacon.METER) is LaneStatus.SKIPPED
    assert sum(item.text == beacon.METER for item in driver.stored().lane) == 1


@posix
def test_a_check_of_another_session_goes_on_and_is_kept(laptop: Laptop) -> None:
    driver = with_checks(laptop, beacon.METER)
    first = driver.stored().session.id
    driver.click("Run", check(driver, beacon.METER))
    driver.click("New session")
    describe(driver, "The printer shows offline for everybody.")
    workspace = driver.app.core.workspace
    driver.until(lambda: len(workspace.load(first).facts) == 1, "the result was not kept")
    driver.settled()

    assert driver.stored().facts == ()


def sleepers() -> list[int]:
    """The processes that run the beacon's endless command."""
    children = psutil.Process().children(recursive=True)
    return [child.pid for child in children if _is_sleeper(child)]


def _is_sleeper(process: psutil.Process) -> bool:
    try:
        return process.name() == "sleep" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
