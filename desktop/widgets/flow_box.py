"""A box of buttons or chips that wraps to as many lines as it needs."""

from collections.abc import Iterable

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.layouts import FlowLayout, clear, contents


class FlowBox(QWidget):
    """Shows widgets in reading order; hidden while it has none."""

    def __init__(
        self,
        widgets: Iterable[QWidget] = (),
        parent: QWidget | None = None,
        *,
        spacing: int = 6,
        to_the_right: bool = False,
    ) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=spacing, to_the_right=to_the_right)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_widgets(widgets)

    def widgets(self) -> list[QWidget]:
        """Return what is shown, in reading order."""
        held = (contents(self._flow.itemAt(index)) for index in range(self._flow.count()))
        return [widget for widget, _ in held if widget is not None]

    def show_widgets(self, widgets: Iterable[QWidget]) -> None:
        """Replace what is shown; the old widgets are deleted."""
        clear(self._flow)
        for widget in widgets:
            self._flow.addWidget(widget)
        is_empty = self._flow.count() == 0
        # Without a parent yet, to be shown would mean to flash up as a window of its own.
        if is_empty or self.parentWidget() is not None:
            self.setHidden(is_empty)
