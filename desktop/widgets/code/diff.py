"""What changed between two texts, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.code.selection import drawn
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import column

_AROUND = 3
_TINTS = {"+": Tone.SUCCESS, "-": Tone.DANGER}


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: `+` added, `-` removed, a space kept, `…` left out."""

    sign: str
    text: str
    old: int | None = None
    new: int | None = None


def diff_lines(before: str, after: str) -> Iterator[DiffLine]:
    """The lines of both texts as one, with three lines of what was kept around each change."""
    old, new = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number or group[0][1]:
            yield DiffLine("…", "")
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                for shift in range(old_end - old_start):
                    at, to = old_start + shift, new_start + shift
                    yield DiffLine(" ", old[at], at + 1, to + 1)
                continue
            for at in range(old_start, old_end):
                yield DiffLine("-", old[at], at + 1)
            for to in range(new_start, new_end):
                yield DiffLine("+", new[to], None, to + 1)


class DiffView(QWidget):
    """Shows the lines with their signs, so that nothing is said by colour alone."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._texts = ("", "")
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setAccessibleName("What changed")
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.view.setProperty("mono", True)
        self._same = EmptyState(icons, "check-circle", "No difference", "The script is the same.")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._same)
        self.setLayout(column(self._stack))
        self._theme.changed.connect(self._draw)

    def show_texts(self, before: str, after: str) -> None:
        self._texts = (before, after)
        self._draw()

    def _draw(self) -> None:
        lines = list(diff_lines(*self._texts))
        self._stack.setCurrentIndex(0 if lines else 1)
        self.view.setFont(sized(self._theme.fonts.mono, self._theme.metrics.font_mono))
        width = max((len(str(max(one.old or 0, one.new or 0))) for one in lines), default=1)
        self.view.setPlainText("\n".join(_written(line, width) for line in lines))
        document = self.view.document()
        selections = [
            drawn(QTextCursor(document.findBlockByNumber(number)), self._tint(line.sign))
            for number, line in enumerate(lines)
            if line.sign in _TINTS
        ]
        self.view.setExtraSelections(selections)

    def _tint(self, sign: str) -> QTextCharFormat:
        written = QTextCharFormat()
        written.setBackground(QColor(self._theme.tokens.tint_on(_TINTS[sign], "input")))
        written.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        return written


def _written(line: DiffLine, width: int) -> str:
    old = "" if line.old is None else str(line.old)
    new = "" if line.new is None else str(line.new)
    return f"{old:>{width}} {new:>{width}} {line.sign} {line.text}"
