"""Small pills that name a state or a property."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.theme.icons import Icons
from desktop.theme.properties import set_property
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import ElidedLabel

_LETTERS_KEPT = 18


class Chip(QFrame):
    """A word or two on a tint of its tone, optionally led by an icon."""

    def __init__(
        self,
        icons: Icons,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        *,
        icon: str | None = None,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("pill", True)
        self._label = ElidedLabel()
        self._label.setProperty("in_pill", True)
        self._label.setProperty("mono", mono)
        self._mark = IconLabel(icons, icon or "circle", size=12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(7, 1, 7, 1)
        layout.setSpacing(4)
        layout.addWidget(self._mark)
        layout.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_chip(text, tone, icon)

    def show_chip(self, text: str, tone: Tone, icon: str | None = None) -> None:
        """Say something else."""
        set_property(self, "tone", tone.value)
        self._label.set_tone(tone)
        self._label.setText(text)
        self._mark.setVisible(icon is not None)
        if icon is not None:
            self._mark.set_icon(icon, TONE_TOKEN[tone])
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        # A squeezed chip keeps what is usually its whole text; longer ones lose letters first.
        natural = self.sizeHint()
        least = self.fontMetrics().averageCharWidth() * _LETTERS_KEPT
        return QSize(min(natural.width(), least), natural.height())

    def text(self) -> str:
        """Return what the chip says."""
        return self._label.text()
