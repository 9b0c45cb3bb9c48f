"""How the panel shows code and output."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons
from desktop.widgets.code.editor import CodeEditor
from desktop.widgets.code.marks import CodeMark

_LEAST_LINES = 4
_MOST_LINES = 18


class ScriptText(QWidget):
    """A script to read, as tall as its lines up to a limit. Findings are marked on their lines."""

    def __init__(self, icons: Icons, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = CodeEditor(icons, name=name)
        self._editor.setReadOnly(True)
        self._theme = icons.theme
        self._shown = ("", "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._editor)
        self._theme.changed.connect(self._fit)

    def show_script(self, text: str, language: str) -> None:
        if (text, language) != self._shown:
            self._shown = (text, language)
            self._editor.set_language(language)
            self._editor.set_text(text)
            self._fit()

    def text(self) -> str:
        return self._editor.text()

    def show_marks(self, marks: Sequence[CodeMark]) -> None:
        self._editor.show_marks(marks)

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1."""
        self._editor.go_to_line(line)

    def _fit(self) -> None:
        lines = self._shown[0].count("\n") + 1
        font = sized(self._theme.fonts.mono, self._theme.metrics.font_mono)
        line_height = QFontMetrics(font).lineSpacing()
        shown = max(_LEAST_LINES, min(lines, _MOST_LINES))
        self.setFixedHeight(shown * line_height + 24)


class OutputText(QPlainTextEdit):
    """Printed text to read and to select from."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("mono", True)
        self.setMinimumHeight(80)
