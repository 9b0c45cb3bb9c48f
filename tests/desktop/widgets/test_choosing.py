"""Answers, tabs, search and shortcuts."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.widgets.option_button import OptionButton, OptionGroup
from desktop.widgets.search_field import SearchField
from desktop.widgets.shortcut_label import ShortcutLabel, key_caps
from desktop.widgets.tab_strip import TabStrip
from tests.desktop.widgets.hands import click, press, show_active, type_text


@pytest.fixture
def group(qtbot: QtBot, icons: Icons) -> OptionGroup:
    group = OptionGroup(icons, "Which services fail?")
    qtbot.addWidget(group)
    group.set_options(["Outlook", "Teams", "All"])
    group.resize(600, group.sizeHint().height())
    show_active(group)
    return group


def test_one_answer_is_chosen_at_a_time(qtbot: QtBot, group: OptionGroup) -> None:
    assert group.selected() is None
    for index in (0, 2):
        with qtbot.waitSignal(group.chosen) as chosen:
            click(group.buttons()[index])
        assert chosen.args == [index]
        assert [button.isChecked() for button in group.buttons()].count(True) == 1
    assert group.selected() == 2


def test_the_chosen_answer_stays_chosen_when_pressed_again(group: OptionGroup) -> None:
    click(group.buttons()[1])
    click(group.buttons()[1])
    assert group.selected() == 1


def test_arrows_move_and_only_space_chooses(qtbot: QtBot, group: OptionGroup) -> None:
    first, second, _ = group.buttons()
    first.setFocus()
    with qtbot.assertNotEmitted(group.chosen):
        press(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    with qtbot.waitSignal(group.chosen) as chosen:
        press(second, Qt.Key.Key_Space)
    assert chosen.args == [1]


def test_other_options_replace_the_ones_before(qtbot: QtBot, group: OptionGroup) -> None:
    old = group.buttons()[0]
    with qtbot.waitSignal(old.destroyed):
        group.set_options(["Yes", "No"], selected=1)
    assert [button.words() for button in group.buttons()] == ["Yes", "No"]
    assert group.selected() == 1


def test_a_long_answer_wraps(qtbot: QtBot, icons: Icons) -> None:
    button = OptionButton(icons, "a long answer " * 12)
    qtbot.addWidget(button)
    assert button.heightForWidth(200) > 2 * button.heightForWidth(2000)
    assert button.accessibleName().startswith("a long answer")


def test_tabs_are_known_by_their_key(qtbot: QtBot, icons: Icons) -> None:
    tabs = TabStrip("Sessions")
    qtbot.addWidget(tabs)
    tabs.add_tab("active", "Active", count="3")
    tabs.add_tab("recent", "Recent")
    assert tabs.current() == "active"
    assert tabs.tabText(0) == "Active  3"
    with qtbot.waitSignal(tabs.current_key_changed) as changed:
        tabs.set_current("recent")
    assert changed.args == ["recent"]
    with qtbot.waitSignal(tabs.current_key_changed) as changed:
        press(tabs, Qt.Key.Key_Left)
    assert changed.args == ["active"]
    tabs.set_count("active", "")
    assert tabs.tabText(0) == "Active"
    with pytest.raises(KeyError, match="nowhere"):
        tabs.set_current("nowhere")


@pytest.fixture
def search(qtbot: QtBot, icons: Icons) -> SearchField:
    search = SearchField(icons, "Search sessions")
    qtbot.addWidget(search)
    search.show()
    return search


def test_a_search_waits_for_a_pause(qtbot: QtBot, search: SearchField) -> None:
    queries: list[str] = []
    search.query_changed.connect(queries.append)
    type_text(search, "outlook ")
    assert queries == []
    qtbot.waitUntil(lambda: queries == ["outlook"])


def test_enter_searches_at_once(qtbot: QtBot, search: SearchField) -> None:
    type_text(search, "dns")
    with qtbot.waitSignals([search.query_changed, search.submitted], timeout=0):
        press(search, Qt.Key.Key_Return)


def test_escape_empties_the_search_first(qtbot: QtBot, search: SearchField) -> None:
    type_text(search, "dns")
    press(search, Qt.Key.Key_Return)
    with qtbot.waitSignal(search.query_changed, timeout=0) as changed:
        press(search, Qt.Key.Key_Escape)
    assert changed.args == [""]
    assert search.text() == ""


def test_a_search_can_be_cleared_by_mouse(search: SearchField) -> None:
    look, empty = search.actions()
    assert not empty.isVisible()
    type_text(search, "dns")
    assert empty.isVisible()
    empty.trigger()
    assert search.text() == ""
    assert look.isVisible()


@pytest.mark.parametrize(
    ("written", "caps"),
    [
        ("Ctrl+K", ["Ctrl", "K"]),
        ("Ctrl+Shift+F", ["Ctrl", "Shift", "F"]),
        ("?", ["?"]),
        ("+", ["+"]),
        ("Ctrl++", ["Ctrl", "+"]),
    ],
)
def test_a_shortcut_is_split_into_its_keys(written: str, caps: list[str]) -> None:
    assert key_caps(written) == caps


def test_a_shortcut_is_read_as_one(qtbot: QtBot, icons: Icons) -> None:
    label = ShortcutLabel("Ctrl+K")
    qtbot.addWidget(label)
    assert label.accessibleName() == "Ctrl+K"
