"""After a sleep the window asks the network again and keeps up its backups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.settings.definitions import INTERNET_CHECK_ADDRESS
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.moves import describe
from tests.fakes.network import Network


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    yield network
    network.close()


def test_the_network_is_asked_at_once(laptop: Laptop, network: Network) -> None:
    app = laptop.start()
    driver = Driver(laptop)
    app.settings.keeping.keep(INTERNET_CHECK_ADDRESS, network.address)
    driver.restart()
    chip = driver.app.settings.chip
    driver.until(lambda: chip.text() == "Online", "the network was never asked")
    network.status, network.body = 200, b"<html>Please sign in</html>" * 20
    driver.app.waking.tell()
    driver.until(lambda: chip.text() == "Sign-in page", "the network was not asked again")


def test_a_laptop_that_is_never_restarted_is_backed_up(driver: Driver) -> None:
    storage = driver.app.core.storage
    driver.until(lambda: len(storage.backups()) == 1, "no backup after the start")
    driver.until(lambda: not driver.app._scope.is_busy("housekeeping"), "still at it")
    storage.backups()[0].path.unlink()
    driver.app.waking.tell()
    driver.until(lambda: len(storage.backups()) == 1, "no backup after the sleep")


def test_the_open_session_stays_as_it_was(driver: Driver) -> None:
    describe(driver, "Outlook keeps asking for a password")
    driver.write("Message", "half a sentence")
    driver.app.waking.tell()
    driver.settled()
    assert driver.is_open("Outlook keeps asking")
    assert driver.text_in("Message") == "half a sentence"
