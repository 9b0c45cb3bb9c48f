"""Finds texts that do not fit where they are drawn, and controls that nobody can name."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.widgets.labels import ElidedLabel, WrapLabel
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.scroll_column import ScrollColumn


def clipped_texts(root: QWidget) -> list[str]:
    """Return the texts below ``root`` that are cut off without an ellipsis."""
    return [_describe(widget) for widget in _visible(root) if _is_clipped(widget)]


def wider_than_shown(root: QWidget) -> list[str]:
    """Return the scroll areas below ``root`` that hide part of their content at the right."""
    return [
        f"{_describe(widget)} shows {widget.viewport().width()} of {widget.widget().width()}"
        for widget in _visible(root)
        if isinstance(widget, ScrollColumn) and widget.widget().width() > widget.viewport().width()
    ]


def nameless_controls(root: QWidget) -> list[str]:
    """Return the controls below ``root`` that take the focus and have no accessible name."""
    return [
        _describe(widget)
        for widget in _visible(root)
        if widget.focusPolicy().value
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]


def _visible(root: QWidget) -> list[QWidget]:
    inside = [child for child in root.children() if isinstance(child, QWidget)]
    shown = [widget for widget in inside if widget.isVisibleTo(root)]
    return [found for widget in shown for found in (widget, *_visible(widget))]


def _is_clipped(widget: QWidget) -> bool:
    match widget:
        case WrapLabel() | MarkdownView():
            return widget.height() < widget.heightForWidth(widget.width())
        case ElidedLabel():
            return widget.height() < widget.fontMetrics().height()
        case QLabel() | QAbstractButton() if widget.text():
            hint = widget.minimumSizeHint()
            return widget.height() < hint.height() or widget.width() < hint.width()
    return False


def _describe(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")()
    size = f"{widget.width()} x {widget.height()}"
    return f"{type(widget).__name__} {widget.accessibleName() or words!r} at {size}"
