"""Buttons: weight, name, keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.palettes import DARK
from desktop.theme.tokens import ThemeError
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.copy_button import CopyButton
from tests.desktop.widgets.hands import click, press, show_active


def test_an_icon_button_must_say_what_it_does(icons: Icons) -> None:
    with pytest.raises(ValueError, match="needs a label"):
        IconButton(icons, "trash", "  ")


def test_the_label_of_an_icon_button_names_it(qtbot: QtBot, icons: Icons) -> None:
    button = IconButton(icons, "trash", "Delete the session")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Delete the session"
    assert "Delete the session" in button.toolTip()


def test_an_unknown_icon_is_refused(icons: Icons) -> None:
    with pytest.raises(ThemeError, match="unicorn"):
        Button(icons, "Send", icon="unicorn")


def test_a_click_leaves_the_cursor_in_the_editor(qtbot: QtBot, icons: Icons) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field, button = QLineEdit(), Button(icons, "Apply")
    layout = QVBoxLayout(holder)
    layout.addWidget(field)
    layout.addWidget(button)
    show_active(holder)
    field.setFocus()
    with qtbot.waitSignal(button.clicked):
        click(button)
    assert field.hasFocus()
    press(field, Qt.Key.Key_Tab)
    assert button.hasFocus()
    with qtbot.waitSignal(button.clicked):
        press(button, Qt.Key.Key_Space)


def test_a_variant_changed_later_changes_the_ground(qtbot: QtBot, icons: Icons) -> None:
    button = Button(icons, "", ButtonVariant.PRIMARY)
    qtbot.addWidget(button)
    button.resize(60, 30)

    def ground() -> str:
        return button.grab().toImage().pixelColor(30, 15).name()

    assert ground() == DARK.accent
    button.set_variant(ButtonVariant.WARNING)
    assert ground() == DARK.warning_fill


def test_a_copy_button_copies_and_says_so(qtbot: QtBot, icons: Icons) -> None:
    button = CopyButton(icons, "Copy the command", "ipconfig /all")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.copied) as copied:
        click(button)
    assert copied.args == ["ipconfig /all"]
    assert QGuiApplication.clipboard().text() == "ipconfig /all"
    assert "Copied" in button.toolTip()
    qtbot.waitUntil(lambda: "Copy the command" in button.toolTip())
