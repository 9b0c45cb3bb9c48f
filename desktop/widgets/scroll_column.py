"""A column that scrolls up and down and never sideways."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.layouts import NO_MARGINS, Margins


class ScrollColumn(QScrollArea):
    """Stacks widgets from the top; what is removed is deleted."""

    def __init__(
        self, *, spacing: int = 8, margins: Margins = NO_MARGINS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._body = _Body()
        self._column = QVBoxLayout(self._body)
        self._column.setSpacing(spacing)
        self._column.setContentsMargins(*margins)
        self._bottom = margins[-1]
        self._column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._body)
        # A scroll area fills its widget with the window colour; the surface below must show.
        self._body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def set_room_below(self, pixels: int) -> None:
        """Keep room under the last widget, for what floats above the column."""
        margins = self._column.contentsMargins()
        margins.setBottom(self._bottom + pixels)
        self._column.setContentsMargins(margins)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self.insert(self._column.count() - 1, widget)

    def insert(self, index: int, widget: QWidget) -> None:
        """Put a widget before the one at that place."""
        self._column.insertWidget(min(index, self._column.count() - 1), widget)

    def remove(self, widget: QWidget) -> None:
        """Take a widget out and delete it."""
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def widgets(self) -> list[QWidget]:
        """Return the widgets from top to bottom."""
        before_the_stretch = range(self._column.count() - 1)
        return [self._column.itemAt(index).widget() for index in before_the_stretch]

    def clear(self) -> None:
        """Remove and delete everything."""
        for widget in self.widgets():
            self.remove(widget)

    def settle(self) -> None:
        """Lay out now what was added, so that places and the scroll range can be computed."""
        for widget in self.widgets():
            # Qt shows what was added to a visible layout only with the next events.
            if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                widget.show()
        self._column.activate()
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def is_at_end(self) -> bool:
        """Say whether the last line is in view."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 4

    def scroll_to_end(self) -> None:
        """Bring the last line into view."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())


class _Body(QWidget):
    """As high as its layout is at the width it has, and not as the sum of everybody's wishes."""

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth():
            # The scroll area asks for the height for its width too and takes the larger of both.
            hint.setHeight(0)
        return hint
