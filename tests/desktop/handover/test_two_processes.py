"""Two real processes on one profile: one window, and nothing that was asked for is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.paths import Profile, find_places
from desktop.handover.address import address_of

ROOT = Path(__file__).parents[3]
_LONG_MS = 60_000


class Computer:
    """Starts the program as the operating system does."""

    def __init__(self, bot: QtBot, folder: Path) -> None:
        self._bot = bot
        self._started: list[subprocess.Popen[bytes]] = []
        self._places = find_places(folder / "profile")
        self.profile = Profile(self._places.default_data_folder)
        self._environment = dict(
            os.environ, QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(folder)
        )
        self._folder = folder

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "--profile", self.profile.root, *arguments],
            env=self._environment,
        )
        self._started.append(started)
        return started

    def is_listening(self) -> bool:
        return self._door().exists()

    def _door(self) -> Path:
        address = Path(address_of(self._places, self.profile))
        return self._folder / address.name

    def owner(self) -> str:
        """The process that holds the profile's lock."""
        return self.profile.lock_file.read_text() if self.profile.lock_file.exists() else ""

    def until(self, condition: Callable[[], bool]) -> None:
        self._bot.waitUntil(condition, timeout=_LONG_MS)

    def end(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def computer(qtbot: QtBot, tmp_path: Path) -> Iterator[Computer]:
    computer = Computer(qtbot, tmp_path)
    yield computer
    computer.end()


def test_the_second_start_hands_over_and_ends(computer: Computer) -> None:
    first = computer.start()
    computer.until(computer.is_listening)
    second = computer.start("flowpilot://scripts")
    computer.until(lambda: second.poll() is not None)
    assert second.returncode == 0
    assert first.poll() is None
    assert computer.owner() == str(first.pid)

    first.kill()  # nothing is tidied up: lock file and socket stay
    first.wait()
    assert computer.is_listening()
    third = computer.start()
    computer.until(lambda: computer.owner() == str(third.pid))
    fourth = computer.start()
    computer.until(lambda: fourth.poll() is not None)
    assert (fourth.returncode, third.poll()) == (0, None)


def test_of_two_starts_at_the_same_moment_one_stays(computer: Computer) -> None:
    both = [computer.start(), computer.start()]
    computer.until(lambda: any(one.poll() is not None for one in both))
    ended, stays = sorted(both, key=lambda one: one.poll() is None)
    assert (ended.returncode, stays.poll()) == (0, None)
    assert computer.owner() == str(stays.pid)


def test_one_that_hangs_is_told_and_not_waited_for(computer: Computer) -> None:
    first = computer.start()
    computer.until(computer.is_listening)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        second = computer.start("flowpilot://scripts")
        # It goes on with words and a choice; the data of the first is not touched.
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=6)
        assert computer.owner() == str(first.pid)
    finally:
        os.kill(first.pid, signal.SIGCONT)
