"""Colours a script in the theme's colours, and follows the theme."""

from __future__ import annotations

import re
from collections.abc import Collection

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.code.languages import language_of
from desktop.widgets.code.lexing import Lexer, Piece
from desktop.widgets.code.positions import widened

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_COLOURS = {
    Piece.COMMENT: "syntax_comment",
    Piece.STRING: "syntax_string",
    Piece.KEYWORD: "syntax_keyword",
    Piece.VARIABLE: "syntax_variable",
    Piece.COMMAND: "syntax_command",
    Piece.PARAMETER: "syntax_comment",
    Piece.NUMBER: "syntax_number",
}


class Highlighter(QSyntaxHighlighter):
    """Works line by line, as Qt asks for them. A placeholder nobody declared is underlined."""

    def __init__(self, icons: Icons, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = icons.theme
        self._language = ""
        self._lexer = Lexer(language_of(""))
        self._declared: frozenset[str] | None = None
        self._formats: dict[Piece, QTextCharFormat] = {}
        self._follow_theme()
        self._theme.changed.connect(self._follow_theme)

    def set_language(self, language: str) -> None:
        """`powershell`, `bash` or `python`; anything else has only placeholders."""
        if language != self._language:
            self._language = language
            self._lexer = Lexer(language_of(language))
            self.rehighlight()

    def set_declared(self, keys: Collection[str]) -> None:
        """Say which placeholders have a parameter."""
        if frozenset(keys) != self._declared:
            self._declared = frozenset(keys)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        line = widened(text)
        found, state = self._lexer.read(line, max(0, self.previousBlockState()))
        for piece, start, end in found:
            self.setFormat(start, end - start, self._formats[piece])
        self.setCurrentBlockState(state)
        for match in _PLACEHOLDER.finditer(line):
            self.setFormat(match.start(), len(match[0]), self._placeholder(match[1]))

    def _placeholder(self, key: str) -> QTextCharFormat:
        written = QTextCharFormat(self._formats[Piece.PLACEHOLDER])
        if self._declared is not None and key not in self._declared:
            written.setForeground(self._theme.colour("warning"))
            written.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            written.setUnderlineColor(self._theme.colour("warning"))
        return written

    def _follow_theme(self) -> None:
        for piece, token in _COLOURS.items():
            written = QTextCharFormat()
            written.setForeground(self._theme.colour(token))
            self._formats[piece] = written
        self._formats[Piece.COMMENT].setFontItalic(True)
        placeholder = QTextCharFormat()
        placeholder.setForeground(self._theme.colour("accent_text"))
        placeholder.setBackground(QColor(self._theme.tokens.tint_on(Tone.ACCENT, "input")))
        placeholder.setFontWeight(QFont.Weight.Bold)
        self._formats[Piece.PLACEHOLDER] = placeholder
        self.rehighlight()
