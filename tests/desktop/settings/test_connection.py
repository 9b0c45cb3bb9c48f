"""The network is asked only where the engineer said so, and the answer is put into words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.network.clients import HttpClients
from core.settings.definitions import INTERNET_CHECK_ADDRESS
from desktop.settings.connection_section import ConnectionSection
from desktop.settings.connection_status import ConnectionPopover
from sync.connectivity import Reach
from tests.desktop.settings.room import Room
from tests.desktop.widgets.hands import click, press, type_text
from tests.fakes.network import Network


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    yield network
    network.close()


def enter(section: ConnectionSection, text: str) -> None:
    field = section.address.field
    field.selectAll()
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


def test_nothing_configured_asks_nobody(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(HttpClients, "make", lambda *ask: asked.append(ask))
    room.feature.start()
    room.open(ConnectionSection)
    assert not room.button("Check now").isEnabled()
    assert room.feature.chip.text() == "Works offline"
    assert not room.scope.pending()
    assert asked == []


def test_an_address_is_stored_asked_and_the_answer_is_said(room: Room, network: Network) -> None:
    section = room.open(ConnectionSection)
    enter(section, network.address)
    room.until(lambda: room.feature.chip.text() == "Online", "the address was never reached")
    assert room.sees("The address you set for the check answers. Checked")
    assert len(network.asked) == 1
    assert room.core.settings.read(INTERNET_CHECK_ADDRESS) == network.address


def test_check_now_asks_again(room: Room, network: Network) -> None:
    section = room.open(ConnectionSection)
    enter(section, network.address)
    room.until(lambda: room.feature.chip.text() == "Online", "the address was never reached")
    network.status, network.body = 200, b"<html>Please sign in</html>" * 20
    click(room.button("Check now"))
    room.until(lambda: room.feature.chip.text() == "Sign-in page", "it was not asked again")
    assert room.sees("Open a browser and sign in to the network.")


def test_emptying_the_field_ends_all_asking(room: Room, network: Network) -> None:
    section = room.open(ConnectionSection)
    enter(section, network.address)
    room.until(lambda: room.feature.chip.text() == "Online", "the address was never reached")
    section.address.field.clear()
    press(section.address.field, Qt.Key.Key_Return)
    room.settle()
    assert room.feature.monitor.found.internet is Reach.NOT_CONFIGURED
    assert room.feature.chip.text() == "Works offline"
    assert room.core.settings.read(INTERNET_CHECK_ADDRESS) == ""


@pytest.mark.parametrize(
    "text", ["status.example.com", "ftp://example.com", "http://", "http://a b"]
)
def test_a_refused_address_stays_with_the_reason_beside_it(room: Room, text: str) -> None:
    section = room.open(ConnectionSection)
    enter(section, text)
    assert section.address.field.text() == text
    assert "web address" in section.address.refusal()
    assert room.core.settings.read(INTERNET_CHECK_ADDRESS) == ""
    assert not room.scope.pending()


def test_the_reason_goes_when_the_address_is_mended(room: Room) -> None:
    section = room.open(ConnectionSection)
    enter(section, "example")
    section.address.field.clear()
    press(section.address.field, Qt.Key.Key_Return)
    assert section.address.refusal() == ""


@pytest.mark.expected_logs("grabbing the keyboard")  # the offscreen screen has none to grab
def test_the_chip_explains_itself_and_leads_to_the_settings(room: Room) -> None:
    opened: list[bool] = []
    room.feature.opened.connect(lambda: opened.append(True))
    click(room.feature.chip)
    popover = QApplication.activePopupWidget()
    assert isinstance(popover, ConnectionPopover)
    assert "asks nobody" in popover.explanation.text()
    click(popover.settings)
    assert opened
    assert isinstance(room.feature.page.section(), ConnectionSection)
    assert QApplication.activePopupWidget() is None
