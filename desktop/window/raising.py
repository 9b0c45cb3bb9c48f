"""Brings a window in front of the engineer, from wherever it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def raise_window(window: QWidget) -> None:
    """Show a window that is hidden or minimised and bring it to the front, as large as it was."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
