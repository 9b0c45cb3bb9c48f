"""Where the keyboard is, and in which order it goes."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QSplitter, QWidget

_SOON = 50  # milliseconds


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


class FocusOrder(QTimer):
    """Orders a widget by its layout soon after `start`, once for many changes in a row."""

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        self.setSingleShot(True)
        self.setInterval(_SOON)
        self.timeout.connect(lambda: order_by_layout(root))


def in_layout_order(root: QWidget) -> Iterator[QWidget]:
    """Every widget inside a widget, as it is laid out, the outer ones first."""
    for widget in _parts(root):
        yield widget
        yield from in_layout_order(widget)


def _parts(root: QWidget) -> Iterator[QWidget]:
    """The widgets directly inside: those of its layout in order, then what floats above them."""
    inside = [child for child in root.children() if isinstance(child, QWidget)]
    if not inside:
        return
    layout = root.layout()
    placed: list[QWidget] = []
    if layout is not None:
        placed = list(_laid_out(layout, inside))
    elif isinstance(root, QSplitter):
        placed = [root.widget(index) for index in range(root.count())]
    elif isinstance(root, QScrollArea):
        placed = [root.widget()]
    yield from placed
    for child in inside:
        if child not in placed and not child.isWindow():
            yield child


def _laid_out(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that the layout or one inside it holds, in order.

    Asks for places and not for items: PySide takes a new item for the one that was deleted at
    the same address, and then mistakes its type.
    """
    placed: dict[int, QWidget | QLayout] = {layout.indexOf(widget): widget for widget in widgets}
    for inner in layout.children():
        if isinstance(inner, QLayout):
            placed[layout.indexOf(inner)] = inner
    placed.pop(-1, None)
    for _, part in sorted(placed.items()):
        if isinstance(part, QLayout):
            yield from _laid_out(part, widgets)
        else:
            yield part
