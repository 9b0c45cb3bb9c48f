"""Dynamic properties that the style sheets select on, such as ``role`` and ``tone``."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_property(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property and let the style sheet look at the widget again; cheap when unchanged."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # the style sheet has not looked yet
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
