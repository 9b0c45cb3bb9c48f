"""The real application, offscreen, on a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desktop.bot import qtbot
from tests.desktop.loop import qt_loop
from tests.e2e.beacon import write_beacon
from tests.e2e.driver import Driver
from tests.e2e.laptop import Laptop

__all__ = ["qt_loop", "qtbot"]


@pytest.fixture
def laptop(
    qtbot: QtBot, qapp: QApplication, qt_loop: qasync.QEventLoop, tmp_path: Path
) -> Iterator[Laptop]:
    """A laptop on which FlowPilot is not started yet; it is ended after the test."""
    qapp.setQuitOnLastWindowClosed(False)  # as the program does
    laptop = Laptop(qtbot, qapp, tmp_path / "profile")
    write_beacon(laptop.playbooks)
    yield laptop
    laptop.quit()
    laptop.check_windows()
    # What was copied from Python must not outlive it: Qt would free it after the interpreter.
    QGuiApplication.clipboard().clear()
    qapp.setStyleSheet("")


@pytest.fixture
def driver(laptop: Laptop) -> Driver:
    """FlowPilot, started; the start page is shown."""
    laptop.start()
    return Driver(laptop)
