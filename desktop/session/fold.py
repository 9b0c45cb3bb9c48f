"""What is older is folded away behind a button that says how much of it there is."""

from __future__ import annotations

from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.widgets.buttons import Button, ButtonVariant


class Fold(Button):
    """Hidden while there is nothing to fold; `toggled` says that it was opened or closed."""

    def __init__(self, icons: Icons, one: str, many: str) -> None:
        super().__init__(icons, "", ButtonVariant.GHOST, icon="caret-right")
        self._one = one
        self._many = many
        self.setCheckable(True)
        set_property(self, "fold", True)
        self.hide()

    def hidden_of(self, surplus: int) -> int:
        """Say how many of the surplus are hidden now, and show it on the button."""
        unfolded = self.isChecked()
        hidden = 0 if unfolded else surplus
        noun = self._one if surplus == 1 else self._many
        self.setText(f"Fold earlier {self._many}" if unfolded else f"{hidden} earlier {noun}")
        self.set_icon_name("caret-down" if unfolded else "caret-right")
        self.setVisible(surplus > 0)
        return hidden
