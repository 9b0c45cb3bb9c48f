"""A line that tells something about the panel it stands in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import WrapLabel
from desktop.widgets.surfaces import TintPanel

TONE_ICON: dict[Tone, str] = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.SUCCESS: "check-circle",
    Tone.WARNING: "warning",
    Tone.DANGER: "warning-circle",
    Tone.INFO: "info",
}


class InlineNotice(TintPanel):
    """Says one thing with the icon of its tone, optionally with one action and a close button."""

    action_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        icons: Icons,
        tone: Tone,
        text: str,
        *,
        action: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tone, parent)
        self._mark = IconLabel(icons, TONE_ICON[tone], TONE_TOKEN[tone])
        self._text = WrapLabel(text)
        self._button = Button(icons, action)
        self._button.clicked.connect(self.action_requested)
        self._close = IconButton(icons, "x", "Close this notice", size=14)
        self._close.clicked.connect(self._leave)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignVCenter
        layout.addWidget(self._mark, 0, middle)
        layout.addWidget(self._text, 1, middle)
        layout.addWidget(self._button, 0, middle)
        layout.addWidget(self._close, 0, middle)
        self._close.setHidden(not closable)
        self.show_notice(tone, text, action)

    def dock(self) -> None:
        """Become a square strip at the edge of a window instead of a card."""
        self.setProperty("surface", "dock")
        self._layout.setContentsMargins(14, 3, 8, 4)

    def show_notice(self, tone: Tone, text: str, action: str = "") -> None:
        """Say something else."""
        self.set_tone(tone)
        self._mark.set_icon(TONE_ICON[tone], TONE_TOKEN[tone])
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()
