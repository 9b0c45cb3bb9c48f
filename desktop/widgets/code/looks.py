"""How parts of a script are drawn: each also by something other than its colour."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextCharFormat, QTextFormat

from desktop.theme.theme import Theme
from desktop.theme.tokens import TONE_TOKEN, Tone


def current_line(theme: Theme) -> QTextCharFormat:
    """The line with the cursor."""
    written = QTextCharFormat()
    written.setBackground(theme.colour("card"))
    written.setProperty(QTextFormat.Property.FullWidthSelection, True)
    return written


def found(theme: Theme) -> QTextCharFormat:
    """A place where a search found something; the colours of code are not readable on it."""
    written = QTextCharFormat()
    written.setBackground(theme.colour("selection"))
    written.setForeground(theme.colour("text_heading"))
    return written


def bracket(theme: Theme) -> QTextCharFormat:
    """One of two brackets that belong together."""
    written = QTextCharFormat()
    written.setBackground(theme.colour("elevated"))
    written.setFontWeight(QFont.Weight.Bold)
    return written


def underlined(theme: Theme, tone: Tone) -> QTextCharFormat:
    """Where a finding is."""
    written = QTextCharFormat()
    written.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    written.setUnderlineColor(theme.colour(TONE_TOKEN[tone]))
    return written
