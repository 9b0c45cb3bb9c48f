"""The text field grows, submits and offers what is pasted."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from tests.desktop.widgets.hands import press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def edit(qtbot: QtBot, icons: Icons) -> AutoGrowEdit:
    edit = AutoGrowEdit("Message", max_lines=4, enter_submits=True)
    qtbot.addWidget(edit)
    edit.show()
    edit.resize(300, edit.sizeHint().height())
    return edit


def test_it_grows_line_by_line_and_then_scrolls(edit: AutoGrowEdit) -> None:
    heights = []
    for lines in range(1, 7):
        edit.set_text("\n".join("x" * lines))
        heights.append(edit.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] < heights[3]
    assert heights[3] == heights[4] == heights[5]
    assert edit.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded


@pytest.mark.parametrize("framed", [True, False])
def test_all_lines_are_in_view_until_it_is_full(qtbot: QtBot, icons: Icons, framed: bool) -> None:
    edit = AutoGrowEdit("Message", max_lines=4, framed=framed)
    qtbot.addWidget(edit)
    edit.show()
    for lines in range(1, 5):
        edit.set_text("\n".join("x" * lines))
        edit.resize(300, edit.sizeHint().height())
        assert edit.verticalScrollBar().maximum() == 0


def test_wrapped_lines_count_too(edit: AutoGrowEdit) -> None:
    one = edit.sizeHint().height()
    edit.set_text("words " * 30)
    assert edit.sizeHint().height() > one


def test_enter_submits_and_shift_enter_does_not(qtbot: QtBot, edit: AutoGrowEdit) -> None:
    type_text(edit, "one")
    press(edit, Qt.Key.Key_Return, SHIFT)
    type_text(edit, "two")
    assert edit.text() == "one\ntwo"
    with qtbot.waitSignal(edit.submitted):
        press(edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(edit.submitted):
        press(edit, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert edit.text() == "one\ntwo"


def test_only_ctrl_enter_submits_a_note(qtbot: QtBot, icons: Icons) -> None:
    note = AutoGrowEdit("Note")
    qtbot.addWidget(note)
    with qtbot.assertNotEmitted(note.submitted):
        press(note, Qt.Key.Key_Return)
    with qtbot.waitSignal(note.submitted):
        press(note, Qt.Key.Key_Return, CTRL)
    assert note.text() == "\n"
    assert note.is_blank()


def test_only_typing_counts_as_an_edit(edit: AutoGrowEdit) -> None:
    edits: list[str] = []
    edit.text_edited.connect(edits.append)
    edit.set_text("draft")
    assert edits == []
    type_text(edit, "s")
    assert edits == ["drafts"]


def test_files_and_pictures_are_offered_not_inserted(qtbot: QtBot, edit: AutoGrowEdit) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/logs/app.log"), QUrl("https://example.test/x")])
    with qtbot.waitSignal(edit.files_offered) as offered:
        edit.insertFromMimeData(files)
    assert offered.args == [[Path("/logs/app.log")]]
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    screenshot = QMimeData()
    screenshot.setImageData(picture)
    assert edit.canInsertFromMimeData(screenshot)
    with qtbot.waitSignal(edit.image_offered) as offered:
        edit.insertFromMimeData(screenshot)
    assert offered.args[0].size() == picture.size()
    assert edit.text() == ""


def test_text_with_its_picture_is_pasted_as_text(qtbot: QtBot, edit: AutoGrowEdit) -> None:
    from_office = QMimeData()
    from_office.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    from_office.setText("copied words")
    from_office.setHtml("<b>copied words</b>")
    with qtbot.assertNotEmitted(edit.image_offered):
        edit.insertFromMimeData(from_office)
    assert edit.text() == "copied words"


def test_a_refused_field_shows_it(edit: AutoGrowEdit) -> None:
    edit.set_invalid(True)
    assert edit.property("invalid") is True
