"""Buttons: one weight for each meaning, and icon buttons that cannot lack a name."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.widgets.plain_text import plain_tooltip

_ICON_SIZE = 16
# Added to what Qt puts between icon and words, which is too little for icons without margins.
_GAP = 3


class ButtonVariant(StrEnum):
    """What a button does: at most one PRIMARY is visible in a panel.

    The quiet ones are for a second way to something, beside what is to be done now.
    """

    PRIMARY = "primary"
    SECONDARY = "secondary"
    WARNING = "warning"
    SUCCESS = "success"
    WARNING_QUIET = "warning_quiet"
    SUCCESS_QUIET = "success_quiet"
    DANGER = "danger"
    GHOST = "ghost"


_ICON_COLOUR: dict[ButtonVariant, str] = {
    ButtonVariant.PRIMARY: "on_accent",
    ButtonVariant.SECONDARY: "text_secondary",
    ButtonVariant.WARNING: "on_warning",
    ButtonVariant.SUCCESS: "on_success",
    ButtonVariant.WARNING_QUIET: "warning",
    ButtonVariant.SUCCESS_QUIET: "success",
    ButtonVariant.DANGER: "danger",
    ButtonVariant.GHOST: "text_secondary",
}


class Button(QPushButton):
    """A button with words, optionally led by an icon.

    It takes focus from the keyboard only: a click leaves the cursor in the editor, and the
    focus ring is shown to those who need it.
    """

    def __init__(
        self,
        icons: Icons,
        text: str,
        variant: ButtonVariant = ButtonVariant.SECONDARY,
        *,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icons = icons
        self._icon_name = icon
        self._variant = variant
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(_ICON_SIZE + _GAP, _ICON_SIZE))
        self._show_variant()

    def set_variant(self, variant: ButtonVariant) -> None:
        """Change the weight of the button."""
        self._variant = variant
        self._show_variant()

    def set_icon_name(self, icon: str | None) -> None:
        """Lead the words with another icon, or none."""
        self._icon_name = icon
        self._show_variant()

    def _show_variant(self) -> None:
        set_property(self, "variant", self._variant.value)
        if self._icon_name is not None:
            self.setIcon(self._icons.icon(self._icon_name, _ICON_COLOUR[self._variant]))


class IconButton(QToolButton):
    """A button that is only an icon; its label is its tool tip and its name for screen readers."""

    def __init__(
        self,
        icons: Icons,
        icon: str,
        label: str,
        *,
        colour: str = "text_secondary",
        size: int = _ICON_SIZE,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._colour = colour
        self.setIconSize(QSize(size, size))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.set_icon_name(icon)
        self.set_label(label)

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        self.setIcon(self._icons.icon(icon, self._colour, self.iconSize().width()))

    def set_label(self, label: str) -> None:
        """Say what the button does; raises ValueError when it would say nothing."""
        if not label.strip():
            raise ValueError("An icon button needs a label that says what it does.")
        self.setToolTip(plain_tooltip(label))
        self.setAccessibleName(label)
