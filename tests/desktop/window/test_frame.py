"""What is asked of Windows, and when. Windows itself is a stand-in that remembers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from desktop.theme.theme import Theme, ThemeChoice
from desktop.window.frame import claim_task_bar, darken, paint_title_bar
from desktop.window.title_bars import TitleBars
from tests.e2e.patience import until

_REFUSED = -2147024809


@pytest.mark.parametrize(
    ("known", "asked", "painted"), [((20, 19), [20], True), ((19,), [20, 19], True)]
)
def test_the_first_attribute_the_system_knows_is_used(
    known: tuple[int, ...], asked: list[int], painted: bool
) -> None:
    calls: list[tuple[int, int]] = []

    def set_attribute(attribute: int, value: int) -> int:
        calls.append((attribute, value))
        return 0 if attribute in known else _REFUSED

    assert darken(set_attribute, is_dark=True) is painted
    assert calls == [(attribute, 1) for attribute in asked]


def test_a_system_that_knows_none_is_let_alone() -> None:
    assert not darken(lambda attribute, value: _REFUSED, is_dark=False)


def test_elsewhere_nothing_happens() -> None:
    paint_title_bar(1, is_dark=True)
    claim_task_bar()


class Painted(dict[int, bool]):
    """The title bars by window."""


@pytest.fixture
def painted(theme: Theme, qapp: QApplication) -> Iterator[Painted]:
    painted = Painted()
    bars = TitleBars(theme, qapp, painted.__setitem__)
    yield painted
    bars.deleteLater()


def test_windows_and_dialogs_follow_the_theme(painted: Painted, theme: Theme, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    until(qtbot, lambda: painted.get(int(window.winId())) is True, "the window was left out")
    dialog = QDialog(window)
    dialog.open()
    until(qtbot, lambda: painted.get(int(dialog.winId())) is True, "the dialog was left out")
    theme.set_choice(ThemeChoice.LIGHT)
    assert painted == {int(window.winId()): False, int(dialog.winId()): False}
    dialog.close()


def test_a_menu_has_no_title_bar(painted: Painted, theme: Theme, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("Open")
    menu.popup(menu.pos())
    until(qtbot, menu.isVisible, "no menu")
    theme.set_choice(ThemeChoice.LIGHT)
    assert painted == {}
    menu.close()
