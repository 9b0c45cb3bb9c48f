"""Who answers, what would be sent and what was sent: by the line under the composer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu, QTableWidget

from core.copilot.connection import ModelSetup
from core.paths import find_places
from core.sessions.messages import Rung
from core.settings.definitions import LOCAL_BASE_URL
from core.settings.places import Place
from core.settings.store import SettingsStore
from desktop.session.rung_menu import NAME
from desktop.session.sent_sheet import RAW
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.tab_strip import TabStrip
from tests.desktop.widgets.hands import inside
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.model import set_up
from tests.e2e.moves import describe, pick_command, say
from tests.fakes.model_server import ModelServer

PROBLEM = "Outlook asks for the password again and again"
SECRET = "net use Z: /user:nwt\\adm S3cret!pw9"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


@pytest.fixture
def driver(laptop: Laptop, server: ModelServer) -> Iterator[Driver]:
    """FlowPilot on a laptop with a model on it; it is started by the tests."""
    set_up(laptop, server)
    yield Driver(laptop)
    server.release()
    laptop.quit()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    path = tmp_path / "error.png"
    assert image.save(str(path))
    return path


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every server for one on another machine; a test has no other machine."""
    monkeypatch.setattr(ModelSetup, "place", Place.NETWORK)


def line(driver: Driver) -> str:
    return driver.page.composer.rung_line.line()


def entries(driver: Driver) -> dict[str, bool]:
    """The menu's entries, and whether they can be chosen."""
    driver.page.composer.rung_line.open_menu()
    (menu,) = inside(driver.page.composer.rung_line, QMenu)
    found = {one.text(): one.isEnabled() for one in menu.actions() if not one.isSeparator()}
    menu.close()
    return found


def test_the_choice_is_kept_over_a_restart(driver: Driver, server: ModelServer) -> None:
    driver.laptop.start()
    describe(driver, PROBLEM)
    assert line(driver) == "Local model answers · nothing leaves this laptop"
    offered = entries(driver)
    assert offered["Cloud model\tThe cloud model is not set up."] is False
    assert offered["Playbooks\tNothing leaves this laptop"] is True
    driver.choose(NAME, "Playbooks\tNothing leaves this laptop")
    driver.until(lambda: line(driver).startswith("Playbooks answer"), "nothing was chosen")
    say(driver, "it began yesterday")
    assert driver.stored().messages[-1].rung is Rung.PLAYBOOK
    assert len(server.requests) == 1

    session_id = driver.stored().session.id
    driver.restart()
    driver.app.shell.open_session(session_id)
    driver.until(lambda: line(driver).startswith("Playbooks answer"), "the choice is forgotten")
    assert "You chose the playbooks for this session" in line(driver)
    driver.choose(NAME, "Automatic\tThe best that is allowed and can be reached")
    driver.until(lambda: line(driver).startswith("Local model answers"), "nothing was chosen")


def test_what_is_shown_is_what_is_sent(driver: Driver, server: ModelServer) -> None:
    driver.laptop.start()
    describe(driver, PROBLEM)
    driver.write("Message", SECRET)
    driver.choose(NAME, "Show what is sent…")
    driver.wait_for("1 piece hidden")
    driver.wait_for("Instructions")
    assert driver.shows_code("REDACTED_PASSWORD_1: a password")
    assert not driver.shows_code("S3cret!pw9")
    next(driver.visible(TabStrip)).set_current(RAW)
    shown = next(iter(driver.visible(MonoBlock))).text()
    driver.click("Copy")
    assert driver.clipboard() == shown
    driver.click("Close")
    driver.press("Return")
    driver.until(lambda: driver.text_in("Message") == "", "the message was not taken")
    driver.settled()
    assert driver.app.core.calls.of_session(driver.stored().session.id)[0].body == shown

    driver.choose(NAME, "What was sent…")
    driver.wait_for("This session:")
    table = next(driver.visible(QTableWidget))
    assert table.rowCount() == 2
    assert driver.shows_code(shown)
    table.selectRow(1)
    assert not driver.shows_code("REDACTED_PASSWORD_1")
    driver.click("Close")


def test_the_log_says_honestly_how_a_call_ended(driver: Driver, server: ModelServer) -> None:
    driver.laptop.start()
    server.fail(404, "not_found_error", "model not found")
    describe(driver, PROBLEM)
    pick_command(driver, "What was sent")
    driver.wait_for("The server said: ")
    table = next(driver.visible(QTableWidget))
    cells = [item.text() for column in range(9) if (item := table.item(0, column)) is not None]
    assert cells[1:3] == ["Answer", "The server does not know this model"]
    assert cells[3:7] == ["–", "–", "–", "–"]
    driver.click("Close")


def test_playbooks_send_nothing(driver: Driver, server: ModelServer) -> None:
    SettingsStore(find_places(driver.laptop.folder).settings_file).write(LOCAL_BASE_URL, "")
    driver.laptop.start()
    describe(driver, PROBLEM)
    pick_command(driver, "Show what is sent")
    driver.wait_for("Nothing is sent")
    driver.click("Close")
    pick_command(driver, "What was sent")
    driver.wait_for("Nothing was sent")
    driver.click("Close")
    assert line(driver) == ("Playbooks answer · nothing leaves this laptop · No model is set up")


def attach(driver: Driver, picture: Path) -> None:
    driver.click_on(driver.editor("Message"))
    driver.paste_files(picture)
    driver.wait_for(picture.name, driver.page.composer)


def pictures(server: ModelServer) -> int:
    blocks = [block for one in server.newest.body["messages"] for block in one["content"]]
    return sum(block["type"] == "image" for block in blocks)


@pytest.mark.usefixtures("elsewhere")
def test_pictures_ask_before_they_leave(driver: Driver, server: ModelServer, picture: Path) -> None:
    driver.laptop.start()
    describe(driver, PROBLEM)
    attach(driver, picture)
    driver.write("Message", "this is the message it shows")
    driver.press("Return")
    driver.wait_for(f"This picture goes to {server.url.removeprefix('http://')}.")
    driver.press("Escape")
    driver.wait_for_no("This picture goes to")
    assert driver.text_in("Message") == "this is the message it shows"
    assert len(server.requests) == 1

    driver.press("Return")
    driver.click("Send with pictures")
    driver.until(lambda: driver.text_in("Message") == "", "the message was not taken")
    driver.settled()
    assert pictures(server) == 1
    say(driver, "and now?")
    assert pictures(server) == 1, "asked once"

    attach(driver, picture)
    driver.press("Return")
    driver.click("Send without the pictures; they stay on this laptop")
    driver.settled()
    assert len(driver.stored().attachments) == 2
    assert pictures(server) == 1
    assert "error.png" in server.newest.texts


def test_only_a_model_on_the_laptop_may_see_pictures_unasked(
    driver: Driver, server: ModelServer, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.laptop.start()
    describe(driver, PROBLEM)
    attach(driver, picture)
    driver.press("Return")
    driver.settled()
    assert pictures(server) == 1

    # The same server, as if it were elsewhere now: that is for the engineer to say.
    monkeypatch.setattr(ModelSetup, "place", Place.NETWORK)
    say(driver, "and now?")
    assert pictures(server) == 0
    assert picture.name in server.newest.texts


@pytest.mark.usefixtures("elsewhere")
def test_playbooks_never_ask_about_pictures(
    driver: Driver, server: ModelServer, picture: Path
) -> None:
    driver.laptop.start()
    describe(driver, PROBLEM)
    driver.choose(NAME, "Playbooks\tNothing leaves this laptop")
    driver.until(lambda: line(driver).startswith("Playbooks"), "nothing was chosen")
    attach(driver, picture)
    driver.press("Return")
    driver.settled()
    (stored,) = driver.stored().attachments
    with driver.app.core.database.work() as work:
        assert work.image_consents.of([stored.id]) == {}
    assert not driver.sees("This picture goes to")
