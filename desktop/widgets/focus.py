"""Where the keyboard is, and in which order it goes."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QSplitter, QWidget

from desktop.widgets.layouts import contents


def has_focus_inside(widget: QWidget) -> bool:
    """Say whether a widget or something in it has the focus."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def order_by_layout(root: QWidget) -> None:
    """Let Tab follow what is laid out, from top to bottom and from left to right.

    Qt goes in the order in which widgets were made; cards that come later or change places would
    be visited last, after everything else in the window.
    """
    before: QWidget | None = None
    for widget in in_layout_order(root):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget


def in_layout_order(root: QWidget) -> Iterator[QWidget]:
    """Every widget inside a widget, as it is laid out, the outer ones first."""
    for widget in _parts(root):
        yield widget
        yield from in_layout_order(widget)


def _parts(root: QWidget) -> Iterator[QWidget]:
    """The widgets directly inside: those of its layout in order, then what floats above them."""
    layout = root.layout()
    placed: list[QWidget] = []
    if isinstance(root, QSplitter):
        placed = [root.widget(index) for index in range(root.count())]
    elif isinstance(root, QScrollArea):
        placed = [root.widget()]
    elif layout is not None:
        placed = list(_laid_out(layout))
    yield from placed
    for child in root.children():
        if isinstance(child, QWidget) and not child.isWindow() and child not in placed:
            yield child


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        widget, inner = contents(layout.itemAt(index))
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
