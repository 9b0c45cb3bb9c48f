"""Writing a script by the keyboard: indents, completion, search, findings, and the way out."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.code.editor import CodeEditor, CodeMark
from desktop.widgets.labels import TextLabel
from desktop.widgets.layouts import column
from desktop.widgets.search_field import SearchField
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import inside, press, show_active, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PATIENCE_S = 2.0
"""Far more than 50,000 characters need on a slow laptop; each key is to need far less."""


class Room(QWidget):
    """An editor between two fields, as in a form."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.before = QLineEdit()
        self.editor = CodeEditor(icons, name="Script")
        self.after = QLineEdit()
        self.setLayout(column(self.before, self.editor, self.after))


@pytest.fixture
def room(qtbot: QtBot, icons: Icons) -> Room:
    room = Room(icons)
    qtbot.addWidget(room)
    room.resize(640, 480)
    show_active(room)
    room.editor.source.setFocus()
    qtbot.waitUntil(room.editor.source.hasFocus)
    return room


@pytest.fixture
def editor(room: Room) -> CodeEditor:
    return room.editor


def _type(editor: CodeEditor, text: str) -> None:
    type_text(editor.source, text)


def _popup(editor: CodeEditor) -> QAbstractItemView:
    below = editor.source.children()
    objects = [one for child in below for one in (child, *child.children())]
    return next(one for one in objects if isinstance(one, QCompleter)).popup()


def _search(editor: CodeEditor) -> SearchField:
    return inside(editor, SearchField)[0]


def _count(editor: CodeEditor) -> str:
    return inside(editor, TextLabel)[0].text()


def _to(editor: CodeEditor, position: int) -> None:
    cursor = editor.source.textCursor()
    cursor.setPosition(position)
    editor.source.setTextCursor(cursor)


def _line(editor: CodeEditor) -> int:
    return editor.source.textCursor().blockNumber() + 1


# The keyboard is never caught ------------------------------------------------------------------


def test_tab_indents_to_the_next_stop(editor: CodeEditor) -> None:
    press(editor.source, Qt.Key.Key_Tab)
    _type(editor, "ab")
    press(editor.source, Qt.Key.Key_Tab)
    _type(editor, "c")
    assert editor.text() == "    ab  c"


def test_tab_after_escape_goes_on(room: Room, qtbot: QtBot) -> None:
    press(room.editor.source, Qt.Key.Key_Escape)
    press(room.editor.source, Qt.Key.Key_Tab)
    qtbot.waitUntil(room.after.hasFocus)
    assert room.editor.text() == ""


def test_back_tab_after_escape_goes_back(room: Room, qtbot: QtBot) -> None:
    press(room.editor.source, Qt.Key.Key_Escape)
    press(room.editor.source, Qt.Key.Key_Backtab, SHIFT)
    qtbot.waitUntil(room.before.hasFocus)


def test_tab_indents_again_once_something_was_typed(room: Room) -> None:
    press(room.editor.source, Qt.Key.Key_Escape)
    _type(room.editor, "a")
    press(room.editor.source, Qt.Key.Key_Tab)
    assert room.editor.text() == "a   "
    assert room.editor.source.hasFocus()


def test_what_can_only_be_read_does_not_keep_tab(room: Room, qtbot: QtBot) -> None:
    room.editor.set_text("echo")
    room.editor.setReadOnly(True)
    press(room.editor.source, Qt.Key.Key_Tab)
    qtbot.waitUntil(room.after.hasFocus)
    assert room.editor.text() == "echo"


# Indents ---------------------------------------------------------------------------------------


def test_selected_lines_are_indented_and_taken_back_together(editor: CodeEditor) -> None:
    editor.set_text("one\n  two\nthree")
    cursor = editor.source.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len("one\n  two"), QTextCursor.MoveMode.KeepAnchor)
    editor.source.setTextCursor(cursor)
    press(editor.source, Qt.Key.Key_Tab)
    assert editor.text() == "    one\n      two\nthree"
    press(editor.source, Qt.Key.Key_Backtab, SHIFT)
    assert editor.text() == "one\n  two\nthree"


@pytest.mark.parametrize(
    ("language", "before", "indent"),
    [
        ("bash", "echo a", ""),
        ("bash", "    echo a", "    "),
        ("powershell", "if ($a) {", "    "),
        ("powershell", "    if ($a) {", "        "),
        ("bash", "if true; then", "    "),
        ("python", "def f():", "    "),
    ],
)
def test_enter_keeps_the_indent_and_goes_deeper_after_an_opening(
    editor: CodeEditor, language: str, before: str, indent: str
) -> None:
    editor.set_language(language)
    editor.set_text(before)
    _to(editor, len(before))
    press(editor.source, Qt.Key.Key_Return)
    assert editor.text() == f"{before}\n{indent}"


# Completion ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{{", "{{ ", "{{ acc"])
def test_two_braces_offer_the_parameters(editor: CodeEditor, qtbot: QtBot, typed: str) -> None:
    editor.set_parameters(["account", "server"])
    _type(editor, f"a = {typed}")
    popup = _popup(editor)
    qtbot.waitUntil(popup.isVisible)
    press(popup, Qt.Key.Key_Return)
    assert editor.text() == "a = {{ account }}"
    assert not popup.isVisible()


def test_a_closing_that_is_there_is_not_written_twice(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_parameters(["account"])
    editor.set_text("a = {{  }}")
    _to(editor, len("a = {{ "))
    _type(editor, "a")
    qtbot.waitUntil(_popup(editor).isVisible)
    press(_popup(editor), Qt.Key.Key_Return)
    assert editor.text() == "a = {{ account }}"


def test_escape_closes_the_offer_and_keeps_what_was_typed(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_parameters(["account"])
    _type(editor, "{{")
    qtbot.waitUntil(_popup(editor).isVisible)
    press(_popup(editor), Qt.Key.Key_Escape)
    assert not _popup(editor).isVisible()
    assert editor.text() == "{{"


def test_nothing_is_offered_elsewhere_or_without_parameters(editor: CodeEditor) -> None:
    _type(editor, "{{ ")
    assert not _popup(editor).isVisible()
    editor.set_parameters(["account"])
    _type(editor, "5 }} acc")
    assert not _popup(editor).isVisible()


# Search ----------------------------------------------------------------------------------------


def test_the_search_counts_walks_round_and_closes(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_text("host\nHOST\nhost")
    press(editor.source, Qt.Key.Key_F, CTRL)
    field = _search(editor)
    qtbot.waitUntil(field.hasFocus)
    type_text(field, "host")
    qtbot.waitUntil(lambda: "3" in _count(editor))
    lines = []
    counts = []
    for _ in range(4):
        press(field, Qt.Key.Key_Return)
        lines.append(_line(editor))
        counts.append(_count(editor))
    assert lines == [1, 2, 3, 1]
    assert counts == ["1 of 3", "2 of 3", "3 of 3", "1 of 3"]
    press(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(editor.source.hasFocus)
    assert not field.isVisible()
    assert _line(editor) == 1


def test_nothing_found_is_said(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_text("host")
    press(editor.source, Qt.Key.Key_F, CTRL)
    type_text(_search(editor), "guest")
    qtbot.waitUntil(lambda: _count(editor) == "Not found")


def test_the_search_begins_with_what_is_selected(editor: CodeEditor) -> None:
    editor.set_text("alpha beta alpha")
    cursor = editor.source.textCursor()
    cursor.setPosition(len("alpha"), QTextCursor.MoveMode.KeepAnchor)
    editor.source.setTextCursor(cursor)
    press(editor.source, Qt.Key.Key_F, CTRL)
    assert _search(editor).query() == "alpha"
    assert _count(editor) == "1 of 2"


# Findings --------------------------------------------------------------------------------------


def _mark(line: int, tone: Tone = Tone.WARNING) -> CodeMark:
    return CodeMark(line=line, column=1, length=3, tone=tone, message=f"About {line}")


def test_f8_walks_through_the_findings_and_round(editor: CodeEditor) -> None:
    editor.set_text("one\ntwo\nthree\nfour")
    editor.show_marks([_mark(4), _mark(2)])
    assert _line(editor) == 1
    lines = []
    for modifiers in (Qt.KeyboardModifier.NoModifier,) * 3 + (SHIFT,):
        press(editor.source, Qt.Key.Key_F8, modifiers)
        lines.append(_line(editor))
    assert lines == [2, 4, 2, 4]


def test_findings_on_one_line_are_each_stopped_at(editor: CodeEditor) -> None:
    editor.set_text("one two\nthree")
    editor.show_marks(
        [
            CodeMark(line=1, column=5, length=3, tone=Tone.INFO, message="second"),
            CodeMark(line=1, column=2, length=1, tone=Tone.INFO, message="first"),
        ]
    )
    columns = []
    for _ in range(3):
        press(editor.source, Qt.Key.Key_F8)
        columns.append(editor.source.textCursor().positionInBlock() + 1)
    assert columns == [2, 5, 2]


def test_a_finding_beyond_the_end_of_its_line_does_not_hold_the_walk(editor: CodeEditor) -> None:
    editor.set_text("one\ntwo")
    beyond = CodeMark(line=1, column=40, length=3, tone=Tone.INFO, message="beyond")
    editor.show_marks([beyond, _mark(2)])
    lines = []
    for _ in range(3):
        press(editor.source, Qt.Key.Key_F8)
        lines.append(_line(editor))
    assert lines == [1, 2, 1]


def test_findings_of_lines_that_are_gone_do_no_harm(editor: CodeEditor) -> None:
    editor.set_text("one\ntwo\nthree")
    editor.show_marks([_mark(3)])
    editor.set_text("one")
    press(editor.source, Qt.Key.Key_F8)
    assert _line(editor) == 1


# Text that is put in ---------------------------------------------------------------------------


def test_a_replaced_text_can_be_taken_back(editor: CodeEditor) -> None:
    editor.set_text("mine")
    editor.replace_text("of the copilot\n")
    press(editor.source, Qt.Key.Key_Z, CTRL)
    assert editor.text() == "mine"


def test_another_text_is_no_edit(editor: CodeEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.text_edited):
        editor.set_text("another")
    press(editor.source, Qt.Key.Key_Z, CTRL)
    assert editor.text() == "another"
    with qtbot.waitSignal(editor.text_edited) as told:
        _type(editor, "x")
    assert told.args == ["xanother"]


def test_a_snippet_gets_a_line_of_its_own(editor: CodeEditor) -> None:
    editor.set_text("one\ntwo")
    _to(editor, 1)
    editor.insert_snippet("between")
    assert editor.text() == "one\nbetween\ntwo"


def test_text_that_looks_like_html_stays_text(editor: CodeEditor) -> None:
    text = "<b>bold</b> & <img src=x>"
    editor.set_text(text)
    assert editor.text() == text


def test_fifty_thousand_characters_stay_quick(editor: CodeEditor) -> None:
    line = "Get-Service -Name 'spooler' | Where-Object { $_.Status -eq 'Running' }\n"
    editor.set_language("powershell")
    begun = perf_counter()
    editor.set_text(line * (50_000 // len(line)))
    editor.show_marks([_mark(number) for number in range(1, 200)])
    _to(editor, 25_000)
    _type(editor, "($a[0])")
    press(editor.source, Qt.Key.Key_End, CTRL)
    assert perf_counter() - begun < PATIENCE_S
    assert "($a[0])" in editor.text()


def test_nothing_is_clipped_or_nameless(room: Room) -> None:
    room.before.setAccessibleName("Before")
    room.after.setAccessibleName("After")
    press(room.editor.source, Qt.Key.Key_F, CTRL)
    assert clipped_texts(room) == []
    assert nameless_controls(room) == []
