"""Mouse, keyboard and eyes for tests, with types."""

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)
_NONE = Qt.KeyboardModifier.NoModifier


def click(widget: QWidget) -> None:
    """Click in the middle of a widget."""
    middle = widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NONE, QPoint(middle))


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press and release a key."""
    QTest.keyClick(widget, key, modifiers)


def type_text(widget: QWidget, text: str) -> None:
    """Type letters one by one."""
    QTest.keyClicks(widget, text)


def show_active(widget: QWidget) -> None:
    """Show a window and wait until it can have the focus."""
    widget.show()
    widget.activateWindow()
    if not QTest.qWaitForWindowActive(widget):
        raise AssertionError("The window never became active.")


def inside(widget: QWidget, kind: type[W]) -> list[W]:
    """Return all widgets of a kind below a widget, in the order in which they were made."""
    below = [child for child in widget.children() if isinstance(child, QWidget)]
    own = [child for child in below if isinstance(child, kind)]
    return [*own, *(found for child in below for found in inside(child, kind))]
