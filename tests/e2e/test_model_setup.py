"""From nothing to an answer of a model, as somebody does who has just started a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton

from core.sessions.messages import Rung
from desktop.settings.copilot_model_card import LocalCard
from tests.desktop.widgets.hands import inside
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop
from tests.e2e.model import ASKS, MODEL
from tests.e2e.moves import describe
from tests.fakes.model_server import ModelServer


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as one:
        yield one


@pytest.fixture
def driver(laptop: Laptop, server: ModelServer) -> Iterator[Driver]:
    laptop.start()
    yield Driver(laptop)
    server.release()
    laptop.quit()


def test_a_local_model_is_set_up_tested_and_asked(driver: Driver, server: ModelServer) -> None:
    driver.press("Ctrl+,")
    driver.app.settings.open_copilot()
    driver.wait_for("Local model")
    (card,) = inside(driver.app.settings.page, LocalCard)
    driver.write("Address", server.url, card)
    driver.press("Return")
    driver.write("Model", MODEL, card)
    driver.press("Return")
    driver.settled()

    server.answer("one two three")
    server.answer("Red")
    server.answer("Marigold")
    driver.click("Test connection: Local model")
    driver.wait_for(f"{MODEL} answers.", card)
    driver.wait_for("It reads pictures.", card)

    driver.press("Ctrl+N")
    server.answer(ASKS)
    describe(driver, "Outlook asks for the password again and again")
    assert driver.stored().messages[-1].rung is Rung.LOCAL
    lines = [button.text() for button in driver.visible(QAbstractButton, driver.page.composer)]
    assert any("Local model answers" in line for line in lines)
    assert len(driver.stored().lane) == 2

    driver.restart()
    driver.app.settings.open_copilot()
    driver.wait_for("It reads pictures.")
