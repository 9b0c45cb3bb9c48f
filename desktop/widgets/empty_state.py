"""What a panel shows while it has nothing to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.buttons import Button
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import TextRole, WrapLabel

_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """Says why it is empty and, with an action, what to do about it."""

    action_requested = Signal()

    def __init__(
        self,
        icons: Icons,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(IconLabel(icons, icon, "text_muted", 28), 0, _MIDDLE)
        layout.addSpacing(4)
        self._title = _centred(title, TextRole.STRONG)
        self._text = _centred(text, TextRole.SECONDARY)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(6)
        self._button = Button(icons, action)
        self._button.clicked.connect(self.action_requested)
        layout.addWidget(self._button, 0, _MIDDLE)
        layout.addStretch(1)
        self.show_words(title, text, action)

    def show_words(self, title: str, text: str = "", action: str = "") -> None:
        """Say something else; empty parts are left out."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{title}. {text}" if text else title)


def _centred(text: str, role: TextRole) -> WrapLabel:
    label = WrapLabel(text, role)
    label.setAlignment(_MIDDLE)
    return label
