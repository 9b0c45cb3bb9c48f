"""The network in the status bar, and what stands behind the word there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.connectivity_status import StatusView
from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN
from desktop.widgets.buttons import Button, ButtonVariant
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.plain_text import plain_tooltip
from desktop.widgets.status_chip import StatusChip
from desktop.widgets.surfaces import Panel, SurfaceKind

_WIDTH = 320
_GAP = 6


class ConnectionChip(StatusChip):
    """A press opens what the word means and what can be done."""

    check_requested = Signal()
    settings_requested = Signal()

    def __init__(self, icons: Icons, view: StatusView, parent: QWidget | None = None) -> None:
        super().__init__(icons, view.text, icon=view.icon, tone=view.tone, parent=parent)
        self._icons = icons
        self._view = view
        self._can_check = False
        self.clicked.connect(self._open)
        self.show_view(view, can_check=False)

    def show_view(self, view: StatusView, *, can_check: bool) -> None:
        self._view = view
        self._can_check = can_check
        self.show_status(view.text, view.icon, view.tone)
        self.setToolTip(plain_tooltip(view.explanation))
        self.setAccessibleName(f"Connection: {view.text}")
        self.setAccessibleDescription(view.explanation)

    def _open(self) -> None:
        popover = ConnectionPopover(self._icons, self._view, self, can_check=self._can_check)
        popover.check.clicked.connect(self.check_requested)
        popover.settings.clicked.connect(self.settings_requested)
        popover.show_above(self)


class ConnectionPopover(QWidget):
    """The explanation of a state; a click elsewhere or Escape closes it."""

    def __init__(self, icons: Icons, view: StatusView, parent: QWidget, *, can_check: bool) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The window is only the room around the panel's round corners.
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(f"{view.text}. {view.explanation}")
        self.check = Button(icons, "Check now", icon="arrows-clockwise")
        if not can_check:
            self.check.hide()
        self.settings = Button(icons, "Settings…", ButtonVariant.GHOST)
        title = row(
            IconLabel(icons, view.icon, TONE_TOKEN[view.tone]),
            TextLabel(view.text, TextRole.STRONG),
            1,
        )
        self.explanation = WrapLabel(view.explanation, TextRole.SECONDARY)
        panel = Panel(SurfaceKind.ELEVATED)
        panel.setLayout(
            column(
                title,
                self.explanation,
                row(1, self.settings, self.check),
                spacing=8,
                margins=(14, 12, 12, 12),
            )
        )
        self._column = column(panel)
        self.setLayout(self._column)
        for button in (self.check, self.settings):
            button.clicked.connect(self.close)

    def show_above(self, anchor: QWidget) -> None:
        """Open over the anchor, with its right edge."""
        # adjustSize would not ask how high the words are at this width.
        self.setFixedSize(_WIDTH, self._column.totalHeightForWidth(_WIDTH))
        corner = anchor.mapToGlobal(QPoint(anchor.width(), 0))
        self.move(corner.x() - self.width(), corner.y() - self.height() - _GAP)
        self.show()
        first = self.settings if self.check.isHidden() else self.check
        first.setFocus(Qt.FocusReason.TabFocusReason)
