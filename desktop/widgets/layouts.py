"""Arranging widgets: rows and columns in one line, and a layout that wraps."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)


def row(
    *items: QWidget | QLayout | int, spacing: int = 8, margins: Margins = NO_MARGINS
) -> QHBoxLayout:
    """Lay items from left to right; a number is a stretch of that weight."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def column(
    *items: QWidget | QLayout | int, spacing: int = 8, margins: Margins = NO_MARGINS
) -> QVBoxLayout:
    """Lay items from top to bottom; a number is a stretch of that weight."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def _fill(
    layout: QBoxLayout, items: tuple[QWidget | QLayout | int, ...], spacing: int, margins: Margins
) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are deleted."""
    while layout.count():
        item = layout.takeAt(0)
        widget, inner = contents(item)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def contents(item: QLayoutItem | None) -> tuple[QWidget | None, QLayout | None]:
    """Return what an item of a layout holds: a widget, another layout, or neither."""
    # Both are None for a stretch, which Qt's type stubs do not admit.
    return (None, None) if item is None else (item.widget(), item.layout())


class FlowLayout(QLayout):
    """Lays items in reading order and starts a new line when the width is used up.

    With `to_the_right` every line ends at the right edge, as the buttons of a dialog do.
    """

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 6, to_the_right: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._to_the_right = to_the_right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt wants None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in shown) + self.spacing() * max(len(shown) - 1, 0)
        height = max((hint.height() for hint in shown), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        least = QSize()
        for item in self._items:
            least = least.expandedTo(item.minimumSize())
        return self._with_margins(least)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put the items into the rectangle and return the height they take."""
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.y()
        for line in self._lines(max(area.width(), 1)):
            if y > area.y():
                y += self.spacing()
            if move:
                self._place_line(line, QPoint(area.x(), y), area.width())
            y += max(size.height() for _, size in line)
        return y - rect.y() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Share the items out over lines of at most that width."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = _fitted(item, width)
            if not lines or used + self.spacing() + size.width() > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append((item, size))
            used += self.spacing() + size.width()
        return lines

    def _place_line(
        self, line: list[tuple[QLayoutItem, QSize]], corner: QPoint, width: int
    ) -> None:
        x = corner.x()
        if self._to_the_right:
            taken = sum(size.width() for _, size in line) + self.spacing() * (len(line) - 1)
            x += max(width - taken, 0)
        for item, size in line:
            item.setGeometry(QRect(QPoint(x, corner.y()), size))
            x += size.width() + self.spacing()


def _fitted(item: QLayoutItem, width: int) -> QSize:
    """Return the size an item likes best within a width."""
    hint = item.sizeHint()
    if hint.width() <= width:
        return hint
    height = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
    return QSize(width, height)
