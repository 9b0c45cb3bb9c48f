"""A text field that starts small and grows with what is typed."""

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from desktop.theme.properties import set_property

# Without it rounding lets the last line count as hidden and the text jumps by a line.
_SLACK = 2
_ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class AutoGrowEdit(QPlainTextEdit):
    """Plain text from ``min_lines`` to ``max_lines`` tall; more scrolls.

    Ctrl+Enter always submits. With ``enter_submits`` Enter does too, and Shift+Enter starts a
    new line. Pasted or dropped files and pictures are offered, never inserted.
    """

    submitted = Signal()
    text_edited = Signal(str)
    files_offered = Signal(list)  # list[Path]
    image_offered = Signal(QImage)
    focus_changed = Signal(bool)

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        min_lines: int = 1,
        max_lines: int = 8,
        enter_submits: bool = False,
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines = (min_lines, max_lines)
        self._enter_submits = enter_submits
        self._is_set_by_program = False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setProperty("bare", not framed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._tell_edit)
        self._fit()

    def text(self) -> str:
        """Return what was typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text and put the cursor at its end; ``text_edited`` stays silent."""
        self._is_set_by_program = True
        self.setPlainText(text)
        self._is_set_by_program = False
        self.moveCursor(self.textCursor().MoveOperation.End)

    def is_blank(self) -> bool:
        """Say whether there is nothing but white space."""
        return not self.toPlainText().strip()

    def set_invalid(self, invalid: bool) -> None:
        """Mark the field as refused; say why beside it."""
        set_property(self, "invalid", invalid)

    def set_enter_submits(self, on: bool) -> None:
        """Let Enter submit, or only start a new line; Ctrl+Enter submits either way."""
        self._enter_submits = on

    def sizeHint(self) -> QSize:
        least, most = self._lines
        # A plain text document measures its height in lines, wrapped ones included.
        lines = min(max(round(self.document().size().height()), least), most)
        self.ensurePolished()
        text = math.ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + _SLACK
        around = 2 * self.frameWidth() + math.ceil(2 * self.document().documentMargin())
        return QSize(super().sizeHint().width(), text + around)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if _asks_for_undo(event) and not self.document().isUndoAvailable():
            # Nothing was typed that could be taken back: the keys are the window's.
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and self._submits(event.modifiers()):
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(_files(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Office puts a picture of copied text beside the text: then the text is what is meant.
        if files := _files(source):
            self.files_offered.emit(files)
        elif source.hasImage() and not source.hasText():
            self.image_offered.emit(QImage(source.imageData()))
        elif source.hasText():
            self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def _submits(self, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return True
        plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        return self._enter_submits and plain

    def _tell_edit(self) -> None:
        if not self._is_set_by_program:
            self.text_edited.emit(self.toPlainText())

    def _fit(self) -> None:
        most = self._lines[1]
        is_full = self.document().size().height() > most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_full else policy.ScrollBarAlwaysOff
        )
        self.updateGeometry()


def _asks_for_undo(event: QEvent) -> bool:
    """Whether the field is asked if it wants Ctrl+Z for itself."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.ShortcutOverride
        and event.matches(QKeySequence.StandardKey.Undo)
    )


def _files(source: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
