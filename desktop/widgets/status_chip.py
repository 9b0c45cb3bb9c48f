"""A state in the status bar that opens more about itself."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.theme.tokens import TONE_TOKEN, Tone


class StatusChip(QPushButton):
    """An icon with a word or two; the tone colours the icon only."""

    def __init__(
        self,
        icons: Icons,
        text: str,
        *,
        icon: str,
        tone: Tone = Tone.NEUTRAL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setProperty("variant", "status")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(17, 14))
        self.show_status(text, icon, tone)

    def show_status(self, text: str, icon: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show another state."""
        self.setText(text)
        self.setIcon(self._icons.icon(icon, TONE_TOKEN[tone], 14))
        set_property(self, "tone", tone.value)
