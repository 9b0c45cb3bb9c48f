"""The one QApplication of a process."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.theme.offscreen_fonts import load_offscreen_fonts
from desktop.theme.program_icon import program_icon
from desktop.window.frame import claim_task_bar


def make_qt(arguments: Sequence[str]) -> QApplication:
    """The one QApplication, with per-monitor scaling as it is."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    claim_task_bar()
    qt = QApplication([sys.argv[0], *arguments])
    qt.setApplicationName("FlowPilot")
    qt.setApplicationDisplayName("FlowPilot")
    qt.setWindowIcon(program_icon())
    load_offscreen_fonts()
    qt.setQuitOnLastWindowClosed(False)
    return qt
