"""Settings, Background: stored where it is ours, read back where it is the system's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.app import Core
from core.errors import EnvironmentProblem
from core.settings.definitions import KEEP_RUNNING, NOTICES
from core.sign_in import AutostartFile
from desktop.settings.background_actions import Surroundings
from desktop.settings.background_section import BackgroundSection
from desktop.theme.icons import Icons
from tests.desktop.settings.room import Room


class Offered:
    """A desktop with a notification area, and a room on it."""

    def __init__(self, bot: QtBot, icons: Icons, core: Core, folder: Path) -> None:
        self.sign_in = AutostartFile(folder / "autostart" / "flowpilot.desktop", ("flowpilot",))
        self.room = Room(bot, icons, core, surroundings=Surroundings(True, self.sign_in))


@pytest.fixture
def offered(qtbot: QtBot, icons: Icons, core: Core, tmp_path: Path) -> Iterator[Offered]:
    offered = Offered(qtbot, icons, core, tmp_path)
    yield offered
    offered.room.close()


def test_what_is_chosen_is_stored(offered: Offered, core: Core) -> None:
    section = offered.room.open(BackgroundSection)
    assert (section.keep_running.box.isChecked(), section.notices.box.isChecked()) == (False, True)
    section.keep_running.box.click()
    section.notices.box.click()
    offered.room.settle()
    assert (core.settings.read(KEEP_RUNNING), core.settings.read(NOTICES)) == (True, False)


def test_sign_in_shows_what_the_system_says(offered: Offered) -> None:
    offered.sign_in.turn(True)
    box = offered.room.open(BackgroundSection).sign_in.box
    assert box.isChecked()
    box.click()
    offered.room.settle()
    assert not offered.sign_in.is_on()
    assert not box.isChecked()
    box.click()
    offered.room.settle()
    assert offered.sign_in.is_on()
    assert box.isChecked()


def test_a_system_that_refuses_is_told_and_the_switch_goes_back(
    offered: Offered, tmp_path: Path
) -> None:
    (tmp_path / "autostart").write_text("in the way")
    box = offered.room.open(BackgroundSection).sign_in.box
    box.click()
    offered.room.settle()
    assert not box.isChecked()
    assert any(isinstance(failure, EnvironmentProblem) for failure in offered.room.failures)


def test_what_this_desktop_cannot_do_is_not_offered(room: Room) -> None:
    section = room.open(BackgroundSection)
    rows = (section.keep_running, section.notices, section.sign_in)
    assert not any(row.isVisible() for row in rows)
    assert room.sees("no notification area")
