"""What the gallery puts its pieces together with."""

from collections.abc import Iterable

from PySide6.QtWidgets import QLayout, QWidget

from desktop.widgets.layouts import FlowLayout


def holding(layout: QLayout, widget: QWidget | None = None) -> QWidget:
    """Put a layout into a widget."""
    holder = widget or QWidget()
    holder.setLayout(layout)
    return holder


def flowing(widgets: Iterable[QWidget]) -> QWidget:
    """Let widgets wrap."""
    layout = FlowLayout()
    for widget in widgets:
        layout.addWidget(widget)
    return holding(layout)
