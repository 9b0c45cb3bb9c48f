"""A button that copies and says so."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.buttons import IconButton

_CONFIRMED_FOR_MS = 1600


class CopyButton(IconButton):
    """Copies what ``source`` returns when it is pressed, then shows a check mark for a moment."""

    copied = Signal(str)

    def __init__(
        self, icons: Icons, label: str, source: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(icons, "copy", label, size=14, parent=parent)
        self._source = source
        self._label = label
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CONFIRMED_FOR_MS)
        self._calm.timeout.connect(self._show_ready)
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        text = self._source()
        QGuiApplication.clipboard().setText(text)
        self.set_icon_name("check")
        self.setToolTip("Copied")
        announce(self, "Copied")
        self._calm.start()
        self.copied.emit(text)

    def _show_ready(self) -> None:
        self.set_icon_name("copy")
        self.set_label(self._label)
