"""The real application, offscreen, on a data folder of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.desktop.bot import qtbot
from tests.e2e.beacon import write_beacon
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop

__all__ = ["qtbot"]


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """asyncio on Qt's event loop, as in the program; here the test waits inside of it."""
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp, already_running=True)
    yield loop
    # Stopping tells Qt to quit. Outside of exec() Qt would remember that and never wait again.
    QTimer.singleShot(0, loop.stop)
    qapp.exec()
    qapp.aboutToQuit.disconnect(loop._after_run_forever)
    asyncio._set_running_loop(None)
    loop.close()
    # Here and now: the garbage collector could do it on a thread that is not Qt's.
    delete(loop._timer)


@pytest.fixture
def laptop(
    qtbot: QtBot, qapp: QApplication, qt_loop: qasync.QEventLoop, tmp_path: Path
) -> Iterator[Laptop]:
    """A laptop on which FlowPilot is not started yet; it is ended after the test."""
    laptop = Laptop(qtbot, qapp, tmp_path / "profile")
    write_beacon(laptop.playbooks)
    yield laptop
    laptop.quit()
    laptop.check_windows()
    qapp.setStyleSheet("")


@pytest.fixture
def driver(laptop: Laptop) -> Driver:
    """FlowPilot, started; the start page is shown."""
    laptop.start()
    return Driver(laptop)
