"""A button that copies and says so."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import IconButton

_CONFIRMED_FOR_MS = 1600


class CopyButton(IconButton):
    """Copies its text when it is pressed, then shows a check mark for a moment."""

    copied = Signal(str)

    def __init__(
        self, icons: Icons, label: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(icons, "copy", label, size=14, parent=parent)
        self._text = text
        self._label = label
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CONFIRMED_FOR_MS)
        self._calm.timeout.connect(self._show_ready)
        self.clicked.connect(self._copy)

    def set_text_to_copy(self, text: str) -> None:
        """Have the next press copy this."""
        self._text = text

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.set_icon_name("check")
        self.setToolTip("Copied")
        announce(self, "Copied")
        self._calm.start()
        self.copied.emit(self._text)

    def _show_ready(self) -> None:
        self.set_icon_name("copy")
        self.set_label(self._label)
