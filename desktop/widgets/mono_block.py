"""Read-only code or command output with a way to copy it."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from desktop.theme.icons import Icons
from desktop.widgets.copy_button import CopyButton
from desktop.widgets.surfaces import Panel, SurfaceKind


class MonoBlock(Panel):
    """Shows text exactly as it is; long lines scroll sideways, many lines scroll down.

    With `wraps` long lines break instead, so that all of a command can be read at once.

    ``name`` says to screen readers and on the copy button what is shown.
    """

    copied = Signal(str)

    def __init__(
        self,
        icons: Icons,
        text: str = "",
        *,
        name: str = "Code",
        max_lines: int = 12,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(SurfaceKind.INPUT, parent)
        self._text = text
        self._editor = _CodeView(max_lines, wraps)
        self._editor.setAccessibleName(name)
        self._copy = CopyButton(icons, f"Copy {name[:1].lower()}{name[1:]}")
        self._copy.copied.connect(self.copied)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self._editor, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self._copy.set_text_to_copy(text)
        self._editor.setPlainText(text)
        self._editor.updateGeometry()

    def text(self) -> str:
        """Return the text shown."""
        return self._text


class _CodeView(QPlainTextEdit):
    """As tall as its text up to a number of lines."""

    def __init__(self, max_lines: int, wraps: bool) -> None:
        super().__init__()
        self._max_lines = max_lines
        self.setProperty("bare", True)
        self.setProperty("mono", True)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        if wraps:
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalScrollBar().rangeChanged.connect(self.updateGeometry)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        # A plain text document measures its height in lines, wrapped ones included.
        lines = min(max(round(self.document().size().height()), 1), self._max_lines)
        self.ensurePolished()
        text = math.ceil(lines * QFontMetricsF(self.font()).lineSpacing())
        # The bar under long lines must not cover the last one.
        bar = self.horizontalScrollBar()
        under = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return QSize(super().sizeHint().width(), text + under + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())
