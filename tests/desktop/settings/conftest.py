"""Settings are tested on a real, encrypted data folder and the real event loop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from pytestqt.qtbot import QtBot

from core.app import Core
from core.opening import open_apart
from desktop.tasks import Scope
from desktop.theme.icons import Icons
from tests.desktop.loop import qt_loop
from tests.desktop.settings.room import Room
from tests.e2e.patience import until
from tests.fakes.secrets import MemorySecretStore

__all__ = ["qt_loop"]


@pytest.fixture
def secrets() -> MemorySecretStore:
    return MemorySecretStore()


@pytest.fixture
def core(
    tmp_path: Path, secrets: MemorySecretStore, qtbot: QtBot, qt_loop: qasync.QEventLoop
) -> Iterator[Core]:
    core = open_apart(tmp_path / "profile", secrets)
    yield core
    ended: list[bool] = []
    errors: list[Exception] = []
    scope = Scope("end", lambda error, _: errors.append(error))
    scope.run("close", core.aclose(), done=lambda _: ended.append(True))
    until(qtbot, lambda: bool(ended or errors), "the data did not close")
    assert not errors


@pytest.fixture
def room(qtbot: QtBot, icons: Icons, core: Core) -> Iterator[Room]:
    room = Room(qtbot, icons, core)
    yield room
    room.close()
    assert not room.failures, room.failures
