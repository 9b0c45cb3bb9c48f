"""The watch tells once of each sleep. Windows is a stand-in: its messages are laid out here."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import wintypes
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from desktop.window.resume_message import ResumeMessages
from desktop.window.waking import WakeWatch

POWER, AUTOMATIC, SUSPENDED, SOMEBODY = 0x0218, 0x0012, 0x0004, 0x0007


class Laptop:
    """Its clocks, and what the watch said."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.monotonic = 50.0
        self.woke = 0

    def now(self) -> datetime:
        return self.wall

    def go_on(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds

    def count(self) -> None:
        self.woke += 1


@pytest.fixture
def laptop() -> Laptop:
    return Laptop()


@pytest.fixture
def watch(laptop: Laptop, qapp: QApplication) -> Iterator[WakeWatch]:
    watch = WakeWatch(laptop, monotonic=lambda: laptop.monotonic)
    watch.woke.connect(laptop.count)
    watch.begin()
    yield watch
    watch.end()


def test_time_that_passes_is_no_sleep(laptop: Laptop, watch: WakeWatch) -> None:
    for _ in range(20):
        laptop.go_on(15)
        watch.look()
    assert laptop.woke == 0


def test_each_sleep_is_told_once(laptop: Laptop, watch: WakeWatch) -> None:
    for nights in (1, 2):
        laptop.wall += timedelta(hours=8)
        laptop.go_on(15)
        watch.look()
        laptop.go_on(15)
        watch.look()
        assert laptop.woke == nights


def test_a_clock_that_is_set_back_does_not_hide_the_next_sleep(
    laptop: Laptop, watch: WakeWatch
) -> None:
    laptop.wall -= timedelta(days=400)
    laptop.go_on(15)
    watch.look()
    assert laptop.woke == 0
    laptop.go_on(3600)
    watch.look()
    assert laptop.woke == 1


def test_what_windows_says_and_what_clocks_say_is_one_waking(
    laptop: Laptop, watch: WakeWatch
) -> None:
    laptop.go_on(3600)
    for _ in range(3):  # each window is told
        say(ResumeMessages(watch.tell), POWER, AUTOMATIC)
    watch.look()
    laptop.go_on(2)
    say(ResumeMessages(watch.tell), POWER, SOMEBODY)
    assert laptop.woke == 1


def say(
    messages: ResumeMessages, message: int, parameter: int, kind: bytes = b"windows_generic_MSG"
) -> tuple[bool, int]:
    said = wintypes.MSG()
    said.message, said.wParam = message, parameter
    return messages.nativeEventFilter(QByteArray(kind), ctypes.addressof(said))


@pytest.mark.parametrize(
    ("message", "parameter", "kind", "heard"),
    [
        (POWER, AUTOMATIC, b"windows_generic_MSG", True),
        (POWER, SOMEBODY, b"windows_dispatcher_MSG", True),
        (POWER, SUSPENDED, b"windows_generic_MSG", False),
        (0x0219, AUTOMATIC, b"windows_generic_MSG", False),
        (POWER, AUTOMATIC, b"xcb_generic_event_t", False),
    ],
)
def test_which_messages_tell_of_a_waking(
    message: int, parameter: int, kind: bytes, heard: bool
) -> None:
    calls: list[bool] = []
    messages = ResumeMessages(lambda: calls.append(True))
    assert say(messages, message, parameter, kind) == (False, 0)
    assert bool(calls) is heard
