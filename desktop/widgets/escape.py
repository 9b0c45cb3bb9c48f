"""Escape leaves the innermost thing that can be left."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_escape(widget: QWidget, leave: Callable[[], object]) -> None:
    """Call `leave` when Escape is pressed in a widget or anywhere inside it.

    Not for widgets inside each other: of two that want the key, Qt asks neither.
    """
    keys = QShortcut(QKeySequence(Qt.Key.Key_Escape), widget)
    keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    keys.activated.connect(leave)
