"""The scripts page is tested on a real, encrypted data folder and the real event loop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.app import Core
from desktop.theme.icons import Icons
from tests.desktop.loop import qt_loop
from tests.desktop.scripts.room import Room
from tests.desktop.settings.conftest import core, secrets

__all__ = ["core", "qt_loop", "secrets"]


@pytest.fixture
def room(qtbot: QtBot, icons: Icons, core: Core) -> Iterator[Room]:
    room = Room(qtbot, icons, core)
    yield room
    room.close()
    assert not room.failures, room.failures
