"""Starts the window: Qt, the event loop, the application object."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.opening import Opening
from core.paths import Places
from core.settings.store import SettingsStore
from desktop.settings.look_actions import dress
from desktop.startup import StartUp
from desktop.theme.theme import Theme


def make_qt(arguments: Sequence[str]) -> QApplication:
    """The one QApplication, with per-monitor scaling as it is."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    qt = QApplication([sys.argv[0], *arguments])
    qt.setApplicationName("FlowPilot")
    qt.setApplicationDisplayName("FlowPilot")
    qt.setQuitOnLastWindowClosed(False)
    return qt


def run_window(
    opening: Opening, places: Places, settings: SettingsStore, arguments: Sequence[str]
) -> int:
    """Show the window and run until it is closed; returns the exit code."""
    qt = make_qt(arguments)
    loop = qasync.QEventLoop(qt)
    # The first tasks are made before the loop runs; they must be this loop's.
    asyncio.set_event_loop(loop)
    theme = Theme()
    dress(theme, settings)
    with loop:
        start = StartUp(qt, theme, places, settings)
        start.ended.connect(loop.stop)
        start.launch(opening)
        loop.run_forever()
    return 0
