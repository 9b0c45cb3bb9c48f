"""From the settings to the next version: configured, offered, waiting for work, installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from core.db.profile_lock import ProfileLock
from core.settings.definitions import UPDATE_ADDRESS
from desktop.updates.bar import UpdateBar
from sync.updates.state import Stage
from tests.desktop.widgets.hands import inside
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.model import ASKS, set_up
from tests.e2e.moves import describe
from tests.fakes.installer import Plan, installer
from tests.fakes.model_server import ModelServer
from tests.fakes.updates import UpdateServer

INSTALL = "Install and restart"
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for the installer is a program of POSIX systems"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[UpdateServer]:
    server = UpdateServer(tmp_path)
    yield server
    server.close()


@pytest.fixture
def plan(laptop: Laptop, tmp_path: Path) -> Plan:
    """FlowPilot 1.1.0 is installed on the laptop."""
    plan = Plan.under(tmp_path / "installed", laptop.folder)
    laptop.version = "1.1.0"
    laptop.installation = plan.installation(tmp_path)
    return plan


@pytest.fixture
def driver(laptop: Laptop, plan: Plan, server: UpdateServer) -> Iterator[Driver]:
    laptop.start()
    yield Driver(laptop)
    laptop.quit()  # before the server ends


def open_updates(driver: Driver) -> None:
    driver.click("Settings")
    driver.choose_row("Settings sections", "Updates")
    driver.wait_for("This is FlowPilot 1.1.0.")


def choose_root(driver: Driver, file: Path) -> None:
    driver.click("Choose a root file…")
    dialog = inside(driver.window, QFileDialog)[-1]
    dialog.fileSelected.emit(str(file))
    dialog.reject()


def configure(driver: Driver, server: UpdateServer, *, looks_itself: bool = False) -> None:
    open_updates(driver)
    choose_root(driver, server.root_file)
    driver.until(
        lambda: any(server.fingerprint == text.replace(" ", "") for text in driver.texts()),
        "the fingerprint is not shown",
    )
    driver.write("Address", server.address)
    driver.press("Return")
    if not looks_itself:
        driver.wait_for("Nobody was asked yet.")


def get_ready(driver: Driver, server: UpdateServer, notes: str = "") -> None:
    server.publish("1.2.0", content=installer("1.2.0"), notes=notes)
    configure(driver, server)
    driver.click("Check now")
    driver.wait_for("Version 1.2.0 is available")
    driver.click("Download")
    driver.wait_for("Version 1.2.0 is ready.")


def wait_until_installed(driver: Driver, plan: Plan) -> None:
    driver.until(lambda: bool(plan.arguments()), "the installer did not end")


def test_off_until_configured(driver: Driver, server: UpdateServer) -> None:
    open_updates(driver)
    driver.wait_for("Off: there is no address, so nobody is asked.")
    assert not driver.offers("Check now")
    driver.write("Address", server.address)
    driver.press("Return")
    driver.wait_for("Choose the root file of the update server")
    assert server.asked == []
    driver.write("Address", "http://updates.example.com")
    driver.press("Return")
    driver.wait_for("Updates are asked for over https:// only.")
    assert driver.app.core.settings.read(UPDATE_ADDRESS) == server.address


def test_a_file_that_is_no_root_is_refused(driver: Driver, tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text("{}")
    open_updates(driver)
    choose_root(driver, file)
    driver.wait_for("The root file cannot be trusted.")


def test_an_update_is_offered_and_installed(
    driver: Driver, server: UpdateServer, plan: Plan
) -> None:
    get_ready(driver, server, notes="<b>Faster</b> search.\nFewer clicks.")
    assert driver.sees("<b>Faster</b> search.\nFewer clicks.")
    assert driver.sees("FlowPilot 1.2.0 is ready to be installed.")
    assert plan.arguments() == []
    driver.click(INSTALL)
    driver.laptop.wait_for_end()
    wait_until_installed(driver, plan)
    assert plan.arguments() == ["/S", "/UPDATE", "/RESTART"]
    assert plan.installed() == "1.2.0"

    driver.laptop.version = "1.2.0"
    driver.laptop.start()
    driver.wait_for("FlowPilot was updated to version 1.2.0.")
    driver.click("Close this notice", inside(driver.window, UpdateBar)[0])
    driver.wait_for_no("FlowPilot was updated")


def test_everything_has_ended_when_the_installer_starts(
    laptop: Laptop, plan: Plan, server: UpdateServer
) -> None:
    assert laptop.installation is not None
    usual = laptop.installation.command
    could_open: list[bool] = []

    def look_first(file: Path) -> Sequence[str]:
        ProfileLock(Path(plan.lock)).release()  # refused while anybody has the data open
        could_open.append(True)
        return usual(file)

    laptop.installation = replace(laptop.installation, command=look_first)
    laptop.start()
    driver = Driver(laptop)
    get_ready(driver, server)
    driver.click(INSTALL)
    laptop.wait_for_end()
    wait_until_installed(driver, plan)
    assert could_open == [True]


def test_a_version_that_fails_its_test_is_told_about(
    driver: Driver, server: UpdateServer, plan: Plan
) -> None:
    server.publish("1.2.0", content=installer("1.2.0", passes=False))
    configure(driver, server)
    driver.click("Check now")
    driver.click("Download")
    driver.click(INSTALL)
    driver.laptop.wait_for_end()
    wait_until_installed(driver, plan)
    assert plan.installed() == "1.1.0"
    driver.laptop.start()
    driver.wait_for("did not pass its own test on this computer, so the version you had was put")


def test_unsent_text_holds_it_up_until_it_is_sent(
    driver: Driver, server: UpdateServer, plan: Plan
) -> None:
    describe(driver, "The printer is on fire")
    driver.write("Message", "and the smoke is")
    get_ready(driver, server)
    driver.click(INSTALL)
    driver.wait_for("Not sent yet: the text in “Message”.")
    assert driver.app.updates.state.stage is Stage.WAITING
    driver.click("Sessions")
    driver.wait_for("FlowPilot 1.2.0 waits. Not sent yet: the text in “Message”.")
    driver.write("Message", "")
    driver.wait_for("FlowPilot 1.2.0 is ready to be installed.")
    assert plan.arguments() == []
    driver.click("Updates…")
    driver.click(INSTALL)
    driver.laptop.wait_for_end()
    wait_until_installed(driver, plan)
    assert plan.installed() == "1.2.0"


def test_it_need_not_wait(driver: Driver, server: UpdateServer, plan: Plan) -> None:
    driver.write("Problem", "No network in room 4")
    get_ready(driver, server)
    driver.click(INSTALL)
    driver.wait_for("Not sent yet: the text in “Problem”.")
    driver.click("Not now")
    driver.wait_for("Version 1.2.0 is ready.")
    assert plan.installed() == "1.1.0"


def test_an_altered_update_is_refused(driver: Driver, server: UpdateServer, plan: Plan) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    configure(driver, server)
    driver.click("Check now")
    driver.wait_for("Version 1.2.0 is available")
    server.instead[".exe"] = installer("6.6.6")
    driver.click("Download")
    driver.wait_for("What the server sent is not what was signed.")
    assert not driver.offers(INSTALL)
    assert plan.installed() == "1.1.0"


def test_a_download_shows_how_far_it_is_and_can_be_stopped(
    driver: Driver, server: UpdateServer
) -> None:
    server.publish("1.2.0", content=installer("1.2.0"))
    configure(driver, server)
    driver.click("Check now")
    driver.wait_for("Version 1.2.0 is available")
    server.held = ".exe"
    driver.click("Download")
    driver.until(lambda: any(".exe" in path for path in server.asked), "nothing was asked for")
    driver.click("Cancel")
    driver.wait_for("Version 1.2.0 is available")
    server.go_on.set()


def test_a_checkout_is_never_updated(laptop: Laptop, server: UpdateServer) -> None:
    laptop.version = "1.1.0"
    laptop.start()
    driver = Driver(laptop)
    open_updates(driver)
    driver.wait_for("FlowPilot runs from a checkout here. Updates come with the checkout.")
    assert not driver.offers("Check now")
    assert server.asked == []


def test_an_answer_that_is_being_written_holds_it_up(
    laptop: Laptop, plan: Plan, server: UpdateServer
) -> None:
    with ModelServer() as model:
        set_up(laptop, model)
        model.hold(ASKS, after=40)
        laptop.start()
        driver = Driver(laptop)
        driver.write("Problem", "Outlook asks for a password")
        driver.click("Start")
        driver.until(lambda: driver.offers("Stop the answer"), "no answer began")
        get_ready(driver, server)
        driver.click(INSTALL)
        driver.wait_for("waits so that nothing is lost. The assistant is answering.")
        model.release()
        driver.wait_for("Version 1.2.0 is ready.")
        assert plan.installed() == "1.1.0"
        laptop.quit()


def test_it_looks_by_itself_but_never_installs_by_itself(
    laptop: Laptop, plan: Plan, server: UpdateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.updates.desk.FIRST_LOOK_SECONDS", 0)
    server.publish("1.2.0", content=installer("1.2.0"))
    laptop.start()
    driver = Driver(laptop)
    open_updates(driver)
    driver.click("Download by itself")
    configure(driver, server, looks_itself=True)
    driver.wait_for("FlowPilot 1.2.0 is ready to be installed.")
    laptop.quit()
    assert plan.arguments() == []

    laptop.start()
    driver.until(lambda: driver.app.updates.state.stage is Stage.NOT_ASKED, "it did not start")
    driver.app.updates.check()
    driver.wait_for("FlowPilot 1.2.0 is ready to be installed.")
    assert len([path for path in server.asked if path.endswith(".exe")]) == 1
