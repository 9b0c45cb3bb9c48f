"""What a start was asked for, and what later ones hand over while the window is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.handover.address import address_of
from desktop.handover.client import HandoverClient, HandoverEnd
from desktop.handover.messages import Asked
from desktop.startup import StartUp
from desktop.theme.theme import Theme
from tests.desktop.onboarding.test_startup import Start
from tests.e2e.patience import until

LINK = "flowpilot://new?text=No%20network"


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, qt_loop: qasync.QEventLoop, theme: Theme, tmp_path: Path
) -> Iterator[Start]:
    start = Start(qtbot, qapp, theme, tmp_path / "profile")
    yield start
    start.close()


def asked_for(start: Start, qapp: QApplication, theme: Theme, asked: Asked) -> StartUp:
    """Another start on the same profile."""
    return StartUp(qapp, theme, start.places, start.settings, asked)


def knock(qtbot: QtBot, start: Start, asked: Asked) -> HandoverEnd:
    client = HandoverClient(address_of(start.places, start.profile), asked)
    ends: list[HandoverEnd] = []
    client.ended.connect(ends.append)
    client.begin()
    until(qtbot, lambda: bool(ends), "the client never came to an end")
    client.deleteLater()
    return ends[0]


def test_a_later_start_is_heard_until_the_end_begins(start: Start, qtbot: QtBot) -> None:
    start.launch()
    app = start.app()
    until(
        qtbot,
        lambda: knock(qtbot, start, Asked(LINK, raises=False)) is HandoverEnd.TAKEN,
        "nobody listens",
    )
    until(qtbot, lambda: app.shell.welcome.editor.text() == "No network", "nothing was filled in")
    app.window.close()
    assert knock(qtbot, start, Asked(LINK)) is HandoverEnd.NOBODY


@pytest.mark.expected_logs("does not support raise")
def test_a_start_shows_what_it_was_asked_for(
    start: Start, qapp: QApplication, theme: Theme, qtbot: QtBot
) -> None:
    start.startup.deleteLater()
    start.startup = asked_for(start, qapp, theme, Asked(LINK))
    start.startup.ended.connect(lambda: start.ended.append(True))
    start.launch()
    app = start.app()
    until(qtbot, lambda: app.shell.welcome.editor.text() == "No network", "nothing was filled in")


def test_a_start_that_lost_the_race_hands_over_and_ends(
    start: Start, qapp: QApplication, theme: Theme, qtbot: QtBot
) -> None:
    start.launch()
    app = start.app()
    loser = asked_for(start, qapp, theme, Asked(LINK, raises=False))
    ended: list[bool] = []
    loser.ended.connect(lambda: ended.append(True))
    start.launch_as(loser)
    until(qtbot, lambda: bool(ended), "the second one stays")
    assert loser.app is None
    until(qtbot, lambda: app.shell.welcome.editor.text() == "No network", "nothing was filled in")
    loser.deleteLater()
