"""The line above a group of cards: a dot, its name, how many, and what can be done with all."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.labels import ElidedLabel, TextLabel, TextRole
from desktop.widgets.state_dot import DotMark, DotShape


class SectionHeader(QWidget):
    """Names a section; shown in capitals, read out as written."""

    def __init__(
        self,
        icons: Icons,
        title: str,
        *,
        tone: Tone = Tone.ACCENT,
        count: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._count = TextLabel(role=TextRole.SMALL)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        mark = DotMark(icons.theme, DotShape.FILLED, tone)
        self._layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(ElidedLabel(title, TextRole.LABEL))
        self._layout.addWidget(self._count)
        self._layout.addStretch(1)
        self.set_count(count)

    def set_count(self, count: str) -> None:
        """Say how many there are, for example "2 unanswered"; empty hides it."""
        self._count.setText(f"· {count}" if count else "")
        self._count.setVisible(bool(count))
        self.setAccessibleName(f"{self._title}, {count}" if count else self._title)

    def add_action(self, action: QWidget) -> None:
        """Put a button at the right end."""
        self._layout.addWidget(action)
