"""Toasts count repetitions, wait for whoever reads them, and go away."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.toasts import Toast, ToastStack
from tests.desktop.widgets.hands import click, inside


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    # A toast that appears under the mouse is being read and stays.
    QTest.mouseMove(host, QPoint(790, 5))
    return host


@pytest.fixture
def stack(host: QWidget, icons: Icons) -> ToastStack:
    return ToastStack(icons, host)


def hover(toast: Toast) -> None:
    middle = QPointF(toast.rect().center())
    toast.enterEvent(QEnterEvent(middle, middle, middle))


def test_the_same_message_is_counted(stack: ToastStack) -> None:
    first = stack.show_toast("Dismissed", action="Undo")
    assert stack.show_toast("Dismissed", action="Undo") is first
    stack.show_toast("Saved", Tone.SUCCESS)
    assert [(toast.text(), toast.times()) for toast in stack.toasts()] == [
        ("Dismissed", 2),
        ("Saved", 1),
    ]


def test_the_same_words_with_another_meaning_are_another_message(stack: ToastStack) -> None:
    stack.show_toast("Done", Tone.SUCCESS)
    stack.show_toast("Done", Tone.DANGER)
    assert len(stack.toasts()) == 2


def test_the_stack_keeps_to_the_lower_left_corner(host: QWidget, stack: ToastStack) -> None:
    stack.show_toast("A message that is long enough to need more than one line. " * 4)
    assert stack.geometry().left() == 16
    assert stack.geometry().bottom() == 600 - 16 - 1
    host.resize(500, 300)
    assert stack.geometry().left() == 16
    assert stack.geometry().bottom() == 300 - 16 - 1


def test_the_action_is_asked_for_once_and_the_toast_goes(qtbot: QtBot, stack: ToastStack) -> None:
    toast = stack.show_toast("Dismissed", action="Undo")
    with qtbot.waitSignal(toast.action_requested):
        click(inside(toast, QPushButton)[0])
    assert stack.toasts() == []
    assert stack.isHidden()


def test_closing_is_not_the_action(qtbot: QtBot, stack: ToastStack) -> None:
    toast = stack.show_toast("Dismissed", action="Undo")
    with qtbot.assertNotEmitted(toast.action_requested), qtbot.waitSignal(toast.gone):
        click(inside(toast, QToolButton)[0])


def test_a_toast_goes_by_itself(qtbot: QtBot, stack: ToastStack) -> None:
    toast = stack.show_toast("Saved", timeout_ms=20)
    with qtbot.waitSignal(toast.gone, timeout=2000):
        pass
    assert stack.toasts() == []


def test_a_toast_stays_while_somebody_reads_it(qtbot: QtBot, stack: ToastStack) -> None:
    toast = stack.show_toast("Saved", timeout_ms=20)
    hover(toast)
    assert not toast.is_leaving()
    with qtbot.assertNotEmitted(toast.gone, wait=60):
        pass
    assert stack.toasts() == [toast]
    with qtbot.waitSignal(toast.gone, timeout=2000):
        toast.leaveEvent(QEvent(QEvent.Type.Leave))


def test_a_repeated_message_stays_for_its_full_time(stack: ToastStack) -> None:
    toast = stack.show_toast("Saved", timeout_ms=60_000)
    assert toast.is_leaving()
    stack.show_toast("Saved", timeout_ms=60_000)
    assert toast.is_leaving()
    toast.leave()
    assert not toast.is_leaving()
