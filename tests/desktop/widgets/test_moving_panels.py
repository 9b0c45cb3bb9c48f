"""Panels that slide, fade and hide: where they end up, what they say, and without motion."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme
from desktop.widgets.cross_fade import CrossFade
from desktop.widgets.drawer import Drawer
from desktop.widgets.labels import TextLabel, WrapLabel
from desktop.widgets.slide_panel import SlidePanel
from tests.desktop.widgets.hands import click, press, show_active


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 500)
    QVBoxLayout(page).addStretch(1)
    return page


def put(page: QWidget, widget: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    show_active(page)


def test_a_panel_slides_to_the_height_of_its_content(
    qtbot: QtBot, page: QWidget, theme: Theme
) -> None:
    panel = SlidePanel(theme, duration_ms=60)
    content = WrapLabel("words " * 60)
    panel.set_content(content)
    put(page, panel)
    assert panel.isHidden()
    with qtbot.waitSignal(panel.opened):
        panel.open_panel()
        assert panel.height() < 10
    qtbot.waitUntil(lambda: panel.height() == content.heightForWidth(panel.width()))
    with qtbot.waitSignal(panel.closed):
        panel.close_panel()
    assert panel.isHidden()
    assert content.isHidden()


def test_reduced_motion_opens_at_once(qtbot: QtBot, page: QWidget, theme: Theme) -> None:
    theme.set_reduce_motion(True)
    panel = SlidePanel(theme)
    panel.set_content(TextLabel("words"))
    put(page, panel)
    with qtbot.waitSignal(panel.opened, timeout=0):
        panel.open_panel()
    assert panel.is_open()
    assert panel.sizeHint().height() > 0


def test_a_closed_panel_keeps_the_keyboard_out(page: QWidget, theme: Theme) -> None:
    theme.set_reduce_motion(True)
    panel, button = SlidePanel(theme), QPushButton("inside")
    panel.set_content(button)
    put(page, panel)
    assert not button.isVisible()
    panel.open_panel()
    assert button.isVisible()


def test_turning_back_halfway_ends_closed(qtbot: QtBot, page: QWidget, theme: Theme) -> None:
    panel = SlidePanel(theme, duration_ms=80)
    panel.set_content(TextLabel("words"))
    put(page, panel)
    with qtbot.assertNotEmitted(panel.opened), qtbot.waitSignal(panel.closed):
        panel.open_panel()
        panel.close_panel()
    assert not panel.is_open()


def test_a_panel_follows_content_that_grows(qtbot: QtBot, page: QWidget, theme: Theme) -> None:
    theme.set_reduce_motion(True)
    panel, content = SlidePanel(theme), QWidget()
    lines = QVBoxLayout(content)
    lines.addWidget(TextLabel("one"))
    panel.set_content(content)
    put(page, panel)
    panel.open_panel()
    qtbot.waitUntil(lambda: panel.height() > 0)
    before = panel.height()
    lines.addWidget(TextLabel("two"))
    qtbot.waitUntil(lambda: panel.height() > before)


def test_a_fade_ends_with_only_the_new_widget(qtbot: QtBot, page: QWidget, theme: Theme) -> None:
    fade, old, new = CrossFade(theme, duration_ms=40), TextLabel("old"), TextLabel("new")
    put(page, fade)
    fade.show_widget(old)
    with qtbot.waitSignal(fade.shown) as shown:
        fade.show_widget(new)
    assert shown.args == [new]
    assert fade.current() is new
    assert old.isHidden()
    assert new.isVisible()
    assert fade.is_fading()
    qtbot.waitUntil(lambda: not fade.is_fading())


def test_a_fade_without_motion_is_a_change(page: QWidget, theme: Theme) -> None:
    theme.set_reduce_motion(True)
    fade = CrossFade(theme)
    put(page, fade)
    fade.show_widget(TextLabel("old"))
    fade.show_widget(TextLabel("new"))
    assert not fade.is_fading()


def test_a_drawer_opens_over_its_host_and_returns_the_focus(
    qtbot: QtBot, page: QWidget, icons: Icons
) -> None:
    icons.theme.set_reduce_motion(True)
    drawer = Drawer(icons, page, "Tasks")
    assert drawer.floating_button.isHidden()
    field = QLineEdit()
    drawer.set_content(field)
    show_active(page)
    with qtbot.waitSignal(drawer.open_changed) as opened:
        click(drawer.floating_button)
    assert opened.args == [True]
    assert drawer.geometry().bottom() == page.rect().bottom()
    assert field.hasFocus()
    press(field, Qt.Key.Key_Escape)
    assert not drawer.is_open()
    assert drawer.isHidden()
    assert drawer.floating_button.hasFocus()


def test_a_drawer_gives_its_content_back(qtbot: QtBot, page: QWidget, icons: Icons) -> None:
    drawer = Drawer(icons, page, "Tasks")
    content = TextLabel("lane")
    qtbot.addWidget(content)
    drawer.set_content(content)
    drawer.set_badge("● 2")
    assert drawer.floating_button.text() == "Tasks ● 2"
    assert drawer.take_content() is content
    assert drawer.floating_button.isHidden()
    assert drawer.take_content() is None


def test_a_drawer_slides(qtbot: QtBot, page: QWidget, icons: Icons) -> None:
    drawer = Drawer(icons, page, "Tasks")
    drawer.set_content(TextLabel("lane"))
    show_active(page)
    drawer.set_open(True)
    assert drawer.y() > page.height() * 0.9
    qtbot.waitUntil(lambda: drawer.y() == page.height() - drawer.height())
    drawer.set_open(False)
    qtbot.waitUntil(drawer.isHidden)
