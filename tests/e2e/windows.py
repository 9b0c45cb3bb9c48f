"""Watches which windows open: a part that is shown before it has its place is one for a moment.

On a real screen such a window flashes up and takes the keyboard away from the one in use.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class StrayWindows(QObject):
    """Collects what opened as a window and is neither a main window, a dialog nor a menu."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: list[str] = []
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and _is_stray(watched):
            self.found.append(f"{type(watched).__name__} “{watched.accessibleName()}”")
        return False


def _is_stray(widget: QWidget) -> bool:
    is_meant = isinstance(widget, QMainWindow | QDialog) or widget.windowType() in _PASSING
    return widget.isWindow() and not is_meant
