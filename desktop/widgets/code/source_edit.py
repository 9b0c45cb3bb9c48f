"""The text field of the code editor: gutter, marks, brackets, indents, completion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QCompleter, QPlainTextEdit, QTextEdit, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons
from desktop.theme.tokens import TONE_TOKEN, Tone
from desktop.widgets.announce import announce
from desktop.widgets.code.gutter import Gutter
from desktop.widgets.code.highlighter import Highlighter
from desktop.widgets.code.marks import CodeMark
from desktop.widgets.code.selection import drawn

_INDENT = "    "
_OPENED = re.compile(r"\{\{\s*([a-z0-9_]*)$")
_WORST_FIRST = (Tone.DANGER, Tone.WARNING, Tone.INFO, Tone.ACCENT, Tone.SUCCESS, Tone.NEUTRAL)
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_FAR = 5_000  # characters a matching bracket is looked for


class SourceEdit(QPlainTextEdit):
    """Tab indents; Escape, then Tab, leaves the field, so that the keyboard is never caught."""

    find_requested = Signal()
    left = Signal(bool)
    """Tab after Escape: go on, or back."""

    def __init__(self, icons: Icons, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._marks: tuple[CodeMark, ...] = ()
        self._found: list[QTextEdit.ExtraSelection] = []
        self._may_leave = False
        self._gutter = Gutter(icons, self, self)
        self._highlighter = Highlighter(icons, self.document())
        self._keys = QStringListModel(self)
        self._completer = QCompleter(self._keys, self)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._complete)
        self.setAccessibleName(name)
        self.setAccessibleDescription("Tab indents. Press Escape, then Tab, to leave the editor.")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setProperty("mono", True)
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._draw_extras)
        icons.theme.changed.connect(self._follow_theme)
        self._follow_theme()

    # --- what the owner sets

    def set_language(self, language: str) -> None:
        self._highlighter.set_language(language)

    def set_parameters(self, keys: Sequence[str]) -> None:
        """The placeholders that are declared: they are offered after two braces."""
        self._keys.setStringList(list(keys))
        self._highlighter.set_declared(keys)

    def show_marks(self, marks: Sequence[CodeMark]) -> None:
        self._marks = tuple(sorted(marks, key=lambda mark: (mark.line, mark.column)))
        self._gutter.update()
        self._draw_extras()

    def show_found(self, cursors: Sequence[QTextCursor]) -> None:
        """Tint the places where a search found something."""
        self._found = [self._selection(cursor, "selection") for cursor in cursors]
        self._draw_extras()

    def replace_text(self, text: str) -> None:
        """Put another text in place of this one, as an edit that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def go_to_mark(self, step: int) -> None:
        """Move to the next mark, or with -1 to the one before, and say what it says."""
        if not self._marks:
            return
        line = self.textCursor().blockNumber() + 1
        later = [mark for mark in self._marks if mark.line > line]
        earlier = [mark for mark in self._marks if mark.line < line]
        if step > 0:
            mark = later[0] if later else self._marks[0]
        else:
            mark = earlier[-1] if earlier else self._marks[-1]
        self.go_to_line(mark.line, mark.column)
        announce(self, f"Line {mark.line}: {mark.message}")

    def go_to_line(self, line: int, column: int = 1) -> None:
        block = self.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(column - 1, max(0, block.length() - 1)))
        self.setTextCursor(cursor)
        self.centerCursor()

    # --- what the gutter asks

    def visible_lines(self) -> list[tuple[int, QRect]]:
        lines: list[tuple[int, QRect]] = []
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset).toRect()
            if place.top() > self.viewport().height():
                break
            lines.append((block.blockNumber() + 1, place))
            block = block.next()
        return lines

    def worst_marks(self) -> Mapping[int, CodeMark]:
        worst: dict[int, CodeMark] = {}
        for mark in self._marks:
            known = worst.get(mark.line)
            if known is None or _rank(mark) < _rank(known):
                worst[mark.line] = mark
        return worst

    # --- keys

    def event(self, event: QEvent) -> bool:
        # In here Ctrl+F searches the script, whatever it does in the window around it.
        if isinstance(event, QKeyEvent) and _is_override(event, QKeySequence.StandardKey.Find):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.find_requested.emit()
            return
        popup = self._completer.popup()
        if popup.isVisible() and event.key() in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Escape):
            event.ignore()
            return
        may_leave, self._may_leave = self._may_leave, False
        if event.key() == Qt.Key.Key_Escape:
            self._may_leave = True
            event.ignore()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._tab(event, leaves=may_leave or self.isReadOnly())
        elif event.key() == Qt.Key.Key_F8:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.go_to_mark(-1 if back else 1)
        elif event.key() in _ENTER and not self.isReadOnly() and not event.modifiers():
            self._new_line()
        else:
            super().keyPressEvent(event)
            self._offer_keys()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return super().focusNextPrevChild(forward) if self.isReadOnly() else False

    def _tab(self, event: QKeyEvent, *, leaves: bool) -> None:
        back = event.key() == Qt.Key.Key_Backtab
        if leaves:
            self.left.emit(not back)
        else:
            self._indent(back)

    def _indent(self, back: bool) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection() and not back:
            column = cursor.positionInBlock()
            cursor.insertText(" " * (len(_INDENT) - column % len(_INDENT)))
            return
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        cursor.beginEditBlock()
        for number in range(first, last.blockNumber() + 1):
            line = QTextCursor(document.findBlockByNumber(number))
            if not back:
                line.insertText(_INDENT)
                continue
            text = line.block().text()
            for _ in range(min(len(_INDENT), len(text) - len(text.lstrip(" ")))):
                line.deleteChar()
        cursor.endEditBlock()

    def _new_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip(" "))]
        deeper = _INDENT if before.rstrip().endswith(("{", "(", "[", ":", "then", "do")) else ""
        cursor.insertText(f"\n{indent}{deeper}")
        self.ensureCursorVisible()

    # --- completion

    def _offer_keys(self) -> None:
        cursor = self.textCursor()
        opened = _OPENED.search(cursor.block().text()[: cursor.positionInBlock()])
        popup = self._completer.popup()
        if opened is None or self.isReadOnly() or not self._keys.rowCount():
            popup.hide()
            return
        self._completer.setCompletionPrefix(opened[1])
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        place = self.cursorRect()
        place.translate(self._gutter.width(), 0)
        place.setWidth(popup.sizeHintForColumn(0) + 24)
        self._completer.complete(place)

    def _complete(self, key: str) -> None:
        cursor = self.textCursor()
        text = cursor.block().text()
        opened = _OPENED.search(text[: cursor.positionInBlock()])
        if opened is None:
            return
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(opened[1])
        )
        rest = text[cursor.selectionEnd() - cursor.block().position() :]
        closing = "" if rest.lstrip().startswith("}}") else " }}"
        opening = "" if opened[0] != "{{" + opened[1] else " "
        cursor.insertText(f"{opening}{key}{closing}")
        self.setTextCursor(cursor)

    # --- drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_gutter()

    def _fit_gutter(self) -> None:
        self._gutter.set_line_count(self.blockCount())
        self.setViewportMargins(self._gutter.room(), 0, 0, 0)
        self._place_gutter()

    def _place_gutter(self) -> None:
        inside = self.contentsRect()
        self._gutter.setGeometry(
            QRect(inside.left(), inside.top(), self._gutter.room(), inside.height())
        )

    def _scroll_gutter(self, rect: QRect, moved: int) -> None:
        if moved:
            self._gutter.scroll(0, moved)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def _follow_theme(self) -> None:
        font = sized(self._theme.fonts.mono, self._theme.metrics.font_mono)
        self.setFont(font)
        self._gutter.setFont(sized(self._theme.fonts.mono, self._theme.metrics.font_mono_small))
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance(" ") * len(_INDENT))
        self._fit_gutter()
        self._draw_extras()

    def _draw_extras(self) -> None:
        extras = [*self._found, *(self._underline(mark) for mark in self._marks)]
        if not self.isReadOnly() and self.hasFocus():
            extras.insert(0, self._current_line())
        extras += self._brackets()
        self.setExtraSelections(extras)

    def _current_line(self) -> QTextEdit.ExtraSelection:
        written = QTextCharFormat()
        written.setBackground(self._theme.colour("card"))
        written.setProperty(QTextFormat.Property.FullWidthSelection, True)
        cursor = self.textCursor()
        cursor.clearSelection()
        return drawn(cursor, written)

    def _selection(self, cursor: QTextCursor, token: str) -> QTextEdit.ExtraSelection:
        written = QTextCharFormat()
        written.setBackground(self._theme.colour(token))
        return drawn(QTextCursor(cursor), written)

    def _underline(self, mark: CodeMark) -> QTextEdit.ExtraSelection:
        block = self.document().findBlockByNumber(mark.line - 1)
        start = block.position() + min(mark.column - 1, max(0, block.length() - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        last = self.document().characterCount() - 1
        cursor.setPosition(min(start + mark.length, last), QTextCursor.MoveMode.KeepAnchor)
        written = QTextCharFormat()
        written.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        written.setUnderlineColor(self._theme.colour(TONE_TOKEN[mark.tone]))
        return drawn(cursor, written)

    def _brackets(self) -> list[QTextEdit.ExtraSelection]:
        """The bracket before or after the cursor, with the one that belongs to it."""
        text = self.toPlainText()
        position = self.textCursor().position()
        for at in (position - 1, position):
            partner = _partner(text, at)
            if partner is not None:
                return [self._bracket(at), self._bracket(partner)]
        return []

    def _bracket(self, at: int) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        return self._selection(cursor, "elevated")

    def sizeHint(self) -> QSize:
        return QSize(480, 240)


def _is_override(event: QKeyEvent, keys: QKeySequence.StandardKey) -> bool:
    return event.type() is QEvent.Type.ShortcutOverride and event.matches(keys)


def _rank(mark: CodeMark) -> int:
    return _WORST_FIRST.index(mark.tone)


def _partner(text: str, at: int) -> int | None:
    """Where the bracket that belongs to the one at `at` stands, if it is near enough."""
    if not 0 <= at < len(text):
        return None
    closing = {close: opening for opening, close in _PAIRS.items()}
    letter = text[at]
    if letter in _PAIRS:
        step, other, stop = 1, _PAIRS[letter], min(len(text), at + _FAR)
    elif letter in closing:
        step, other, stop = -1, closing[letter], max(-1, at - _FAR)
    else:
        return None
    depth = 0
    for place in range(at, stop, step):
        if text[place] == letter:
            depth += 1
        elif text[place] == other:
            depth -= 1
            if depth == 0:
                return place
    return None
