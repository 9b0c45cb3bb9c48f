"""The words of notices, and the real icon as far as it goes without a notification area."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from core.events import EndedWork
from desktop.tray.tray import SystemTray, find_tray
from desktop.tray.words import notice_of


@pytest.mark.parametrize(
    ("work", "count", "title"),
    [
        (EndedWork.LATE_ANSWER, 1, "An answer has arrived"),
        (EndedWork.LATE_ANSWER, 2, "2 answers have arrived"),
        (EndedWork.SCRIPT_RUN, 1, "A script run has ended"),
        (EndedWork.SCRIPT_RUN, 3, "3 script runs have ended"),
        (EndedWork.CHECK_RUN, 1, "A check has ended"),
        (EndedWork.CHECK_RUN, 12, "12 checks have ended"),
    ],
)
def test_a_notice_says_what_ended_and_of_one_kind_there_is_one(
    work: EndedWork, count: int, title: str
) -> None:
    assert notice_of(work, count).title == title


def test_there_is_no_icon_where_there_is_no_place_for_it(qapp: QApplication) -> None:
    assert QSystemTrayIcon.isSystemTrayAvailable() is False
    assert find_tray() is None


@pytest.mark.expected_logs("systemTrayWindowChanged")  # there is no such window offscreen
def test_the_menu_and_the_icon_ask_for_what_they_say(qtbot: QtBot) -> None:
    tray = SystemTray()
    asked: list[str] = []
    tray.open_wanted.connect(lambda: asked.append("open"))
    tray.new_session_wanted.connect(lambda: asked.append("new"))
    tray.exit_wanted.connect(lambda: asked.append("exit"))
    entries = [action for action in tray.menu.actions() if not action.isSeparator()]
    assert [entry.text() for entry in entries] == ["Open FlowPilot", "New session", "Exit"]
    for entry in entries:
        entry.trigger()
    icon = next(one for one in tray.children() if isinstance(one, QSystemTrayIcon))
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert asked == ["open", "new", "exit", "open"]
    tray.remove()
    tray.deleteLater()
