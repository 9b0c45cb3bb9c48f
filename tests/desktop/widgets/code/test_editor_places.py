"""Only typing is an edit, places are right behind an emoji, and keys do not get lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.theme.tokens import Tone
from desktop.widgets.code.editor import CodeEditor, CodeMark
from desktop.widgets.code.gutter import Gutter
from desktop.widgets.escape import on_escape
from desktop.widgets.labels import TextLabel
from desktop.widgets.layouts import column
from desktop.widgets.search_field import SearchField
from tests.desktop.widgets.hands import inside, press, show_active, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Panel(QWidget):
    """An editor in a panel that Escape closes, as in a session."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.closed = 0
        self.editor = CodeEditor(icons, name="Script")
        self.after = QLineEdit()
        self.setLayout(column(self.editor, self.after))
        on_escape(self, self._close)

    def _close(self) -> None:
        self.closed += 1


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> Panel:
    panel = Panel(icons)
    qtbot.addWidget(panel)
    panel.resize(640, 480)
    show_active(panel)
    panel.editor.setFocus()
    qtbot.waitUntil(panel.editor.source.hasFocus)
    return panel


@pytest.fixture
def editor(panel: Panel) -> CodeEditor:
    return panel.editor


def _mark(
    line: int, column: int, length: int, message: str = "", tone: Tone = Tone.INFO
) -> CodeMark:
    return CodeMark(line=line, column=column, length=length, tone=tone, message=message)


def _drawn(editor: CodeEditor) -> list[str]:
    """The texts that are drawn in a way of their own."""
    # A cursor lives no longer than its selection, and the type stubs do not know it.
    return [
        one.cursor.selectedText()  # type: ignore[attr-defined]
        for one in editor.source.extraSelections()
        if one.cursor.hasSelection()  # type: ignore[attr-defined]
    ]


def _coloured(editor: CodeEditor, line: int) -> list[str]:
    block = editor.source.document().findBlockByNumber(line)
    places = [(one.start, one.length) for one in block.layout().formats()]  # type: ignore[attr-defined]
    cursor = QTextCursor(block)
    words = []
    for start, length in places:
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + start + length, QTextCursor.MoveMode.KeepAnchor)
        words.append(cursor.selectedText())
    return words


def test_only_another_text_is_an_edit(editor: CodeEditor, theme: Theme) -> None:
    edits: list[str] = []
    editor.text_edited.connect(edits.append)
    editor.set_text("a = {{ key }}")
    editor.set_language("powershell")
    editor.set_parameters(["key"])
    theme.set_choice(ThemeChoice.LIGHT)
    editor.show_marks([_mark(1, 1, 1)])
    QApplication.sendPostedEvents()
    assert edits == []
    type_text(editor.source, "x")
    assert edits == ["xa = {{ key }}"]


def test_places_behind_an_emoji_are_right(editor: CodeEditor) -> None:
    editor.set_language("bash")
    editor.set_text("'😀' # 😀 (said)")
    assert _coloured(editor, 0) == ["'😀'", "# 😀 (said)"]
    editor.show_marks([_mark(1, 10, 4)])
    assert "said" in _drawn(editor)
    press(editor.source, Qt.Key.Key_F8)
    press(editor.source, Qt.Key.Key_Left)
    assert {"(", ")"} <= set(_drawn(editor))


def test_a_parameter_is_completed_behind_an_emoji(editor: CodeEditor) -> None:
    editor.set_parameters(["account"])
    editor.set_text("'😀😀' ")
    press(editor.source, Qt.Key.Key_End)
    type_text(editor.source, "{{ac")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(popup, Qt.Key.Key_Return)
    assert editor.text() == "'😀😀' {{ account }}"


def test_going_past_a_placeholder_opens_nothing(editor: CodeEditor) -> None:
    editor.set_parameters(["account"])
    editor.set_text("{{ account }}")
    press(editor.source, Qt.Key.Key_End)
    for _ in range(5):
        press(editor.source, Qt.Key.Key_Left)
    assert QApplication.activePopupWidget() is None
    press(editor.source, Qt.Key.Key_Return)
    assert editor.text() == "{{ accou\nnt }}"


def test_control_tab_leaves_and_indents_nothing(panel: Panel, qtbot: QtBot) -> None:
    press(panel.editor.source, Qt.Key.Key_Tab, CTRL)
    qtbot.waitUntil(panel.after.hasFocus)
    assert panel.editor.text() == ""
    assert "Ctrl+Tab leaves" in panel.editor.source.accessibleDescription()


def test_escape_closes_the_search_and_only_then_the_panel(panel: Panel, qtbot: QtBot) -> None:
    source = panel.editor.source
    press(source, Qt.Key.Key_F, CTRL)
    (search,) = inside(panel, SearchField)
    press(search, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert panel.closed == 0
    qtbot.waitUntil(source.hasFocus)
    press(source, Qt.Key.Key_Escape)
    assert panel.closed == 1


def test_shift_enter_searches_backwards(editor: CodeEditor) -> None:
    editor.set_text("a1 a2 a3")
    press(editor.source, Qt.Key.Key_F, CTRL)
    (search,) = inside(editor, SearchField)
    type_text(search, "a")
    press(search, Qt.Key.Key_Return)
    press(search, Qt.Key.Key_Return, SHIFT)
    assert "3 of 3" in [label.text() for label in inside(editor, TextLabel)]


def test_all_findings_of_a_line_are_told_beside_it(editor: CodeEditor) -> None:
    editor.set_text("a\nb")
    editor.show_marks([_mark(2, 1, 1, "first"), _mark(2, 1, 1, "<b>worst</b>", Tone.DANGER)])
    (gutter,) = inside(editor.source, Gutter)
    (_, first), (_, second) = editor.source.visible_lines()
    assert gutter.words_at(first.center().y()) == ""
    assert gutter.words_at(second.center().y()) == "<b>worst</b>\nfirst"
    at = QPoint(4, second.center().y())
    QApplication.sendEvent(gutter, QHelpEvent(QHelpEvent.Type.ToolTip, at, gutter.mapToGlobal(at)))
    assert "<b>" not in QToolTip.text()


def test_what_can_only_be_read_can_be_copied_by_the_keyboard(editor: CodeEditor) -> None:
    editor.set_text("copy me")
    editor.setReadOnly(True)
    press(editor.source, Qt.Key.Key_A, CTRL)
    press(editor.source, Qt.Key.Key_C, CTRL)
    type_text(editor.source, "x")
    assert QApplication.clipboard().text() == "copy me"
    assert editor.text() == "copy me"


def test_the_last_number_stands_beside_its_line(editor: CodeEditor) -> None:
    editor.set_text("a\nb\nc")
    heights = {place.height() for _, place in editor.source.visible_lines()}
    assert len(heights) == 1


def test_text_follows_the_size_of_the_theme(editor: CodeEditor, theme: Theme) -> None:
    before = editor.source.font().pixelSize()
    theme.set_text_size(150)
    assert editor.source.font().pixelSize() == pytest.approx(before * 1.5, abs=1)
