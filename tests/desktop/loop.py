"""asyncio on Qt's event loop for tests that wait with pytest-qt."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import qasync
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import delete


class NeverQuits(QObject):
    """Stands in for the application where the loop would end it.

    A stopped loop tells the application to quit, and Qt would remember that in the next test.
    """

    aboutToQuit = Signal()

    def exit(self) -> None:
        """The application goes on."""


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """The loop is at work whenever the test waits."""
    loop = qasync.QEventLoop(NeverQuits(), already_running=True)
    yield loop
    loop.stop()
    asyncio._set_running_loop(None)
    loop.close()
    # Here and now: the garbage collector could do it on a thread that is not Qt's.
    delete(loop._timer)
