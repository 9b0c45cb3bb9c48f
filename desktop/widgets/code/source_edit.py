"""The text field of the code editor: its keys, its marks, and what is drawn around the text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from desktop.theme.fonts import sized
from desktop.theme.icons import Icons
from desktop.widgets.announce import announce
from desktop.widgets.code import indenting, looks
from desktop.widgets.code.brackets import partner
from desktop.widgets.code.completion import KeyCompletion
from desktop.widgets.code.gutter import Gutter
from desktop.widgets.code.highlighter import Highlighter
from desktop.widgets.code.marks import CodeMark, by_line, in_order
from desktop.widgets.code.positions import widened
from desktop.widgets.code.selection import drawn

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TAB = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
_MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
)
_WRITING = (
    "Tab indents. Ctrl+Tab leaves the editor, and so does Tab after Escape."
    " F8 goes to the next finding."
)
_READING = "Read only. F8 goes to the next finding."


class SourceEdit(QPlainTextEdit):
    """Tab indents; Ctrl+Tab, or Escape and then Tab, leaves: the keyboard is never caught."""

    find_requested = Signal()
    left = Signal(bool)
    """Tab is to leave the field: forwards, or back."""

    def __init__(self, icons: Icons, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._language = ""
        self._marks: tuple[CodeMark, ...] = ()
        self._at_mark = -1
        self._found: tuple[QTextCursor, ...] = ()
        self._may_leave = False
        self._gutter = Gutter(icons, self, self)
        self._highlighter = Highlighter(icons, self.document())
        self._completion = KeyCompletion(self)
        self.setAccessibleName(name)
        self.setAccessibleDescription(_WRITING)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setProperty("mono", True)
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._draw_extras)
        icons.theme.changed.connect(self._follow_theme)
        self._follow_theme()

    # --- what the owner sets

    def set_language(self, language: str) -> None:
        """`powershell`, `bash` or `python`: how it is coloured and indented."""
        self._language = language
        self._highlighter.set_language(language)

    def set_parameters(self, keys: Sequence[str]) -> None:
        """The placeholders that are declared: they are offered after two braces."""
        self._completion.set_keys(keys)
        self._highlighter.set_declared(keys)

    def set_reading(self, reading: bool) -> None:
        """Only show the text; the keyboard can still select and copy."""
        self.setReadOnly(reading)
        self.setAccessibleDescription(_READING if reading else _WRITING)
        if reading:
            self._completion.hide()
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._draw_extras()

    def show_marks(self, marks: Sequence[CodeMark]) -> None:
        """Show these marks in place of those before."""
        self._marks = in_order(marks)
        self._at_mark = -1
        self._gutter.update()
        self._draw_extras()

    def show_found(self, cursors: Sequence[QTextCursor]) -> None:
        """Tint the places where a search found something."""
        self._found = tuple(QTextCursor(cursor) for cursor in cursors)
        self._draw_extras()

    def replace_text(self, text: str) -> None:
        """Put another text in place of this one, as an edit that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def go_to_mark(self, step: int) -> None:
        """Move to the next mark, or with -1 to the one before, and say what it says."""
        if not self._marks:
            announce(self, "There are no findings.")
            return
        at = self._next_mark(step) % len(self._marks)
        mark = self._marks[at]
        self.go_to_line(mark.line, mark.column)
        self._at_mark = at
        announce(self, f"Line {mark.line}, finding {at + 1} of {len(self._marks)}: {mark.message}")

    def go_to_line(self, line: int, column: int = 1) -> None:
        """Put the cursor there, and the line into view. Both count from 1, in characters."""
        self.setTextCursor(self._cursor_at(line, column))
        self.centerCursor()

    # --- what the gutter asks

    def visible_lines(self) -> list[tuple[int, QRect]]:
        """The lines in view: number from 1, and where it stands in the editor."""
        lines: list[tuple[int, QRect]] = []
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset).toRect()
            if place.top() > self.viewport().height():
                break
            # Without the margin below the text, which Qt counts to the last line.
            place.setHeight(math.ceil(block.layout().boundingRect().height()))
            lines.append((block.blockNumber() + 1, place))
            block = block.next()
        return lines

    def marked_lines(self) -> Mapping[int, tuple[CodeMark, ...]]:
        """The marks of each line that has some, the worst first."""
        return by_line(self._marks)

    # --- keys

    def event(self, event: QEvent) -> bool:
        # In here Ctrl+F searches the script, whatever it does in the window around it.
        if isinstance(event, QKeyEvent) and _is_override(event, QKeySequence.StandardKey.Find):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            # Shift on the way to Shift+Tab is no other key after Escape.
            super().keyPressEvent(event)
            return
        may_leave, self._may_leave = self._may_leave, False
        if self._completion.takes(event.key()):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.find_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._may_leave = True
            event.ignore()
        elif event.key() in _TAB:
            self._tab(event, may_leave)
        elif event.key() == Qt.Key.Key_F8:
            self.go_to_mark(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in _ENTER and self._writes(event):
            indenting.start_line(self.textCursor(), self._language)
            self.ensureCursorVisible()
        else:
            self._type(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return super().focusNextPrevChild(forward) if self.isReadOnly() else False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw_extras()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._may_leave = False
        self._draw_extras()

    def _writes(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return not self.isReadOnly() and modifiers == Qt.KeyboardModifier.NoModifier

    def _tab(self, event: QKeyEvent, may_leave: bool) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        back = shift or event.key() == Qt.Key.Key_Backtab
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if may_leave or held or self.isReadOnly():
            self.left.emit(not back)
        elif back:
            indenting.unindent(self.textCursor())
        else:
            indenting.indent(self.textCursor())

    def _type(self, event: QKeyEvent) -> None:
        before = self.document().revision()
        super().keyPressEvent(event)
        # Only after typing: a list that opens on the way past would take the next Enter.
        if self.document().revision() != before:
            self._completion.offer(self._gutter.width())
        elif event.text() or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._completion.hide()

    def _next_mark(self, step: int) -> int:
        """The place of the next mark, from the last one that was gone to or from the cursor."""
        place = self.textCursor().position()
        if 0 <= self._at_mark < len(self._marks) and self._place(self._at_mark) == place:
            return self._at_mark + step
        before = sum(self._place(at) < place for at in range(len(self._marks)))
        return before if step > 0 else before - 1

    def _place(self, at: int) -> int:
        return self._cursor_at(self._marks[at].line, self._marks[at].column).position()

    def _cursor_at(self, line: int, column: int) -> QTextCursor:
        """A cursor there, or as near as the text allows: it may have changed since."""
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid():
            block = self.document().lastBlock()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + len(widened(block.text()[: max(0, column - 1)])))
        return cursor

    # --- drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_gutter()

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def _fit_gutter(self) -> None:
        self._gutter.set_line_count(self.blockCount())
        self.setViewportMargins(self._gutter.room(), 0, 0, 0)
        self._place_gutter()

    def _place_gutter(self) -> None:
        inside = self.contentsRect()
        room = QRect(inside.left(), inside.top(), self._gutter.room(), inside.height())
        self._gutter.setGeometry(room)

    def _scroll_gutter(self, rect: QRect, moved: int) -> None:
        if moved:
            self._gutter.scroll(0, moved)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def _follow_theme(self) -> None:
        font = sized(self._theme.fonts.mono, self._theme.metrics.font_mono)
        self.setFont(font)
        self._gutter.setFont(sized(self._theme.fonts.mono, self._theme.metrics.font_mono_small))
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance(indenting.INDENT))
        self._fit_gutter()
        self._gutter.update()
        self._draw_extras()

    def _draw_extras(self) -> None:
        extras: list[QTextEdit.ExtraSelection] = []
        if self.hasFocus():
            here = QTextCursor(self.textCursor())
            here.clearSelection()
            extras.append(drawn(here, looks.current_line(self._theme)))
        found = looks.found(self._theme)
        extras += (drawn(cursor, found) for cursor in self._found)
        extras += (self._underlined(mark) for mark in self._marks)
        extras += (drawn(one, looks.bracket(self._theme)) for one in self._brackets())
        self.setExtraSelections(extras)

    def _underlined(self, mark: CodeMark) -> QTextEdit.ExtraSelection:
        cursor = self._cursor_at(mark.line, mark.column)
        last = self._cursor_at(mark.line, mark.column + max(1, mark.length))
        cursor.setPosition(last.position(), QTextCursor.MoveMode.KeepAnchor)
        return drawn(cursor, looks.underlined(self._theme, mark.tone))

    def _brackets(self) -> list[QTextCursor]:
        """The bracket before or after the cursor, and the one that belongs to it."""
        text = widened(self.toPlainText())
        position = self.textCursor().position()
        for at in (position - 1, position):
            other = partner(text, at)
            if other is not None:
                return [self._letter(at), self._letter(other)]
        return []

    def _letter(self, at: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _is_override(event: QKeyEvent, keys: QKeySequence.StandardKey) -> bool:
    return event.type() is QEvent.Type.ShortcutOverride and event.matches(keys)
