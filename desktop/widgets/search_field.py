"""A field to search with: it waits for a pause in typing and can be emptied with one press."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.theme.icons import Icons

_PAUSE_MS = 150


class SearchField(QLineEdit):
    """Emits the trimmed query after a pause in typing, at once on Enter and when emptied."""

    query_changed = Signal(str)
    submitted = Signal(str)

    def __init__(
        self, icons: Icons, placeholder: str, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._told = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        leading = QLineEdit.ActionPosition.LeadingPosition
        trailing = QLineEdit.ActionPosition.TrailingPosition
        look = self.addAction(icons.icon("magnifying-glass", "text_secondary"), leading)
        look.setToolTip("Search")
        look.triggered.connect(self.selectAll)
        self._empty: QAction = self.addAction(icons.icon("x", "text_secondary"), trailing)
        self._empty.setToolTip("Clear the search")
        self._empty.triggered.connect(self.clear)
        self._empty.setVisible(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._note_change)

    def query(self) -> str:
        """Return what is searched for."""
        return self.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
            self.submitted.emit(self.query())
        else:
            super().keyPressEvent(event)

    def _note_change(self, text: str) -> None:
        self._empty.setVisible(bool(text))
        if text:
            self._pause.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        if self.query() != self._told:
            self._told = self.query()
            self.query_changed.emit(self._told)
