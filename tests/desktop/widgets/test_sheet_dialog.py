"""Dialogs: the two ways out, and where the cursor starts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.sheet_dialog import SheetDialog
from tests.desktop.widgets.hands import click, press


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    return owner


@pytest.fixture
def sheet(owner: QWidget, icons: Icons) -> SheetDialog:
    return SheetDialog(icons, "Discard this draft?", text="It is not saved.", parent=owner)


def opened(qtbot: QtBot, sheet: SheetDialog) -> SheetDialog:
    sheet.open()
    qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def test_enter_confirms(qtbot: QtBot, sheet: SheetDialog) -> None:
    field = QLineEdit()
    sheet.body.addWidget(field)
    opened(qtbot, sheet)
    assert field.hasFocus()
    with qtbot.waitSignal(sheet.finished) as finished:
        press(field, Qt.Key.Key_Return)
    assert finished.args == [QDialog.DialogCode.Accepted.value]


def test_escape_cancels(qtbot: QtBot, sheet: SheetDialog) -> None:
    opened(qtbot, sheet)
    assert sheet.confirm_button.hasFocus()
    with qtbot.waitSignal(sheet.rejected):
        press(sheet, Qt.Key.Key_Escape)


def test_enter_in_a_long_text_is_a_new_line(qtbot: QtBot, sheet: SheetDialog) -> None:
    note = AutoGrowEdit("Note")
    sheet.body.addWidget(note)
    opened(qtbot, sheet)
    with qtbot.assertNotEmitted(sheet.accepted):
        press(note, Qt.Key.Key_Return)
    assert note.text() == "\n"
    with qtbot.waitSignal(sheet.accepted):
        press(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_button_that_is_off_confirms_nothing(qtbot: QtBot, sheet: SheetDialog) -> None:
    field = QLineEdit()
    sheet.body.addWidget(field)
    sheet.confirm_button.setEnabled(False)
    opened(qtbot, sheet)
    with qtbot.assertNotEmitted(sheet.accepted):
        press(field, Qt.Key.Key_Return)
        press(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_cursor_starts_where_it_was_asked_to(qtbot: QtBot, sheet: SheetDialog) -> None:
    first, second = QLineEdit(), QLineEdit()
    sheet.body.addWidget(first)
    sheet.body.addWidget(second)
    sheet.set_first_focus(second)
    opened(qtbot, sheet)
    assert second.hasFocus()


def test_the_buttons_do_what_they_say(qtbot: QtBot, sheet: SheetDialog) -> None:
    opened(qtbot, sheet)
    assert sheet.windowModality() is Qt.WindowModality.WindowModal
    with qtbot.waitSignal(sheet.rejected):
        click(sheet.cancel_button)
    opened(qtbot, sheet)
    with qtbot.waitSignal(sheet.accepted):
        click(sheet.confirm_button)


def test_tab_goes_through_the_fields_before_the_buttons(qtbot: QtBot, sheet: SheetDialog) -> None:
    first, second = QLineEdit(), QLineEdit()
    sheet.body.addWidget(first)
    sheet.body.addWidget(second)
    opened(qtbot, sheet)
    for expected in (first, second, sheet.cancel_button, sheet.confirm_button, first):
        assert expected.hasFocus()
        press(sheet, Qt.Key.Key_Tab)
