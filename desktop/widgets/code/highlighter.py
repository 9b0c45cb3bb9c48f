"""Colours a script in the theme's colours, and follows the theme."""

from __future__ import annotations

import re
from collections.abc import Collection

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.theme.icons import Icons
from desktop.widgets.code.lexing import Piece, lexer_for, pieces_of

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_COLOURS = {
    Piece.COMMENT: "text_muted",
    Piece.STRING: "success",
    Piece.KEYWORD: "accent_text",
    Piece.VARIABLE: "info",
    Piece.COMMAND: "warning",
    Piece.PARAMETER: "text_secondary",
    Piece.NUMBER: "info",
}


class Highlighter(QSyntaxHighlighter):
    """Works line by line, as Qt asks for them. A placeholder nobody declared is underlined."""

    def __init__(self, icons: Icons, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = icons.theme
        self._lexer = lexer_for("")
        self._declared: frozenset[str] | None = None
        self._formats: dict[Piece, QTextCharFormat] = {}
        self._follow_theme()
        self._theme.changed.connect(self._follow_theme)

    def set_language(self, language: str) -> None:
        self._lexer = lexer_for(language)
        self.rehighlight()

    def set_declared(self, keys: Collection[str]) -> None:
        """Say which placeholders have a parameter."""
        if frozenset(keys) != self._declared:
            self._declared = frozenset(keys)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        found, inside = pieces_of(text, self._lexer, max(0, self.previousBlockState()))
        for piece, start, end in found:
            self.setFormat(start, end - start, self._formats[piece])
        self.setCurrentBlockState(inside)
        for match in _PLACEHOLDER.finditer(text):
            self.setFormat(match.start(), len(match[0]), self._placeholder(match[1]))

    def _placeholder(self, key: str) -> QTextCharFormat:
        written = QTextCharFormat(self._formats[Piece.PLACEHOLDER])
        if self._declared is not None and key not in self._declared:
            written.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            written.setUnderlineColor(self._theme.colour("warning"))
        return written

    def _follow_theme(self) -> None:
        for piece, token in _COLOURS.items():
            written = QTextCharFormat()
            written.setForeground(self._theme.colour(token))
            self._formats[piece] = written
        placeholder = QTextCharFormat()
        placeholder.setForeground(self._theme.colour("accent_text"))
        placeholder.setFontWeight(QFont.Weight.Bold)
        self._formats[Piece.PLACEHOLDER] = placeholder
        self.rehighlight()
