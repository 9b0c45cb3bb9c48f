"""A second start asks the one that is open; whoever else calls there is turned away."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.links import LINK_LIMIT
from core.paths import Profile, find_places
from desktop.handover.address import address_of
from desktop.handover.client import HandoverClient, HandoverEnd
from desktop.handover.messages import (
    LINE_LIMIT,
    TAKEN,
    Asked,
    greeting,
    read_greeting,
    read_request,
    request,
)
from desktop.handover.server import HandoverServer
from tests.e2e.patience import until

LINK = "flowpilot://new?text=No%20network"


class Door:
    """The side that is open, and everything it was asked."""

    def __init__(self, bot: QtBot, address: str) -> None:
        self.bot = bot
        self.address = address
        self.is_open = True
        self.asked: list[Asked] = []
        self.server = HandoverServer(lambda: self.is_open)
        self.server.asked.connect(self.asked.append)

    def knock(self, asked: Asked, patience_ms: int = 4_000) -> HandoverEnd:
        client = HandoverClient(self.address, asked, patience_ms=patience_ms)
        ends: list[HandoverEnd] = []
        client.ended.connect(ends.append)
        client.begin()
        until(self.bot, lambda: bool(ends), "the client never came to an end")
        client.deleteLater()
        return ends[0]

    def call(self) -> socket.socket:
        """A caller of another make."""
        caller = socket.socket(socket.AF_UNIX)
        caller.connect(self.address)
        caller.setblocking(False)
        return caller

    def push(self, caller: socket.socket, line: bytes) -> None:
        """Send all of it, or as much as is listened to."""
        rest = memoryview(line)

        def is_sent() -> bool:
            nonlocal rest
            try:
                rest = rest[caller.send(rest) :]
            except BlockingIOError:
                return False
            except (BrokenPipeError, ConnectionResetError):
                return True
            return not rest

        until(self.bot, is_sent, "the caller was never listened to")

    def hangs_up_on(self, caller: socket.socket) -> None:
        def is_over() -> bool:
            try:
                return caller.recv(1000) == b""
            except BlockingIOError:
                return False
            except ConnectionResetError:
                return True

        until(self.bot, is_over, "the caller was never turned away")


@pytest.fixture
def door(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Door]:
    door = Door(qtbot, str(tmp_path / "door"))
    yield door
    door.server.close()
    door.server.deleteLater()


@pytest.mark.parametrize("asked", [Asked(), Asked(LINK), Asked("/a/\udcffb.yaml", raises=False)])
def test_what_a_second_start_was_asked_for_arrives(door: Door, asked: Asked) -> None:
    door.server.listen(door.address)
    assert door.knock(asked) is HandoverEnd.TAKEN
    assert door.asked == [asked]
    assert door.knock(asked) is HandoverEnd.TAKEN


def test_only_the_same_user_gets_in(door: Door) -> None:
    door.server.listen(door.address)
    assert stat.S_IMODE(Path(door.address).stat().st_mode) == 0o700


def test_nobody_is_there(door: Door) -> None:
    assert door.knock(Asked(LINK)) is HandoverEnd.NOBODY


def test_what_a_killed_one_left_is_nobody_and_is_taken_over(door: Door) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as killed:
        killed.bind(door.address)
        killed.listen()
    assert Path(door.address).exists()
    assert door.knock(Asked(LINK)) is HandoverEnd.NOBODY
    door.server.listen(door.address)
    assert door.knock(Asked(LINK)) is HandoverEnd.TAKEN


def test_one_that_hangs_is_given_up(door: Door) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as hanging:
        hanging.bind(door.address)
        hanging.listen()
        assert door.knock(Asked(LINK), patience_ms=50) is HandoverEnd.SILENT


def test_one_that_is_ending_takes_nothing_over(door: Door) -> None:
    door.server.listen(door.address)
    door.is_open = False
    assert door.knock(Asked(LINK)) is HandoverEnd.NOBODY
    assert door.asked == []


@pytest.mark.parametrize(
    "garbage",
    [
        b"\n",
        b"\xff\xfe\n",
        b"[1]\n",
        b'{"open": 1, "raise": true}\n',
        b'{"open": "x"}\n',
        b"[" * 60_000 + b"\n",
        b"x" * (LINE_LIMIT + 1),
        b"x" * (4 * LINE_LIMIT),
    ],
)
def test_garbage_is_turned_away_and_the_door_stays_open(door: Door, garbage: bytes) -> None:
    door.server.listen(door.address)
    with closing(door.call()) as caller:
        door.push(caller, garbage)
        door.hangs_up_on(caller)
    assert door.asked == []
    assert door.knock(Asked(LINK)) is HandoverEnd.TAKEN


def test_callers_that_say_nothing_do_not_shut_others_out(door: Door) -> None:
    door.server.listen(door.address)
    callers = [door.call() for _ in range(12)]
    door.hangs_up_on(callers[-1])
    for caller in callers:
        caller.close()
    until(door.bot, lambda: not door.server._callers, "callers that left are remembered")
    assert door.knock(Asked(LINK)) is HandoverEnd.TAKEN


def test_every_profile_has_a_door_of_its_own(tmp_path: Path) -> None:
    addresses = set()
    for name in ("one", "two"):
        places = find_places(tmp_path / name)
        profile = Profile(places.default_data_folder)
        profile.prepare()
        addresses.add(address_of(places, profile))
        profile.read_id()
        addresses.add(address_of(places, profile))
        assert address_of(places, profile) in addresses
    assert len(addresses) == 4


def test_an_argument_that_is_too_long_is_still_too_long_when_it_arrives() -> None:
    line = request(Asked("\U0001f600" * (2 * LINK_LIMIT)))
    assert len(line) < LINE_LIMIT * 2
    read = read_request(line)
    assert read is not None
    assert len(read.argument) == LINK_LIMIT + 1


@given(st.builds(Asked, st.text(), st.booleans()))
def test_a_request_comes_out_as_it_went_in(asked: Asked) -> None:
    line = request(asked)
    assert line.count(b"\n") == 1
    assert read_request(line) == asked


@given(st.binary() | st.text().map(str.encode))
def test_no_line_upsets_either_side(line: bytes) -> None:
    assert read_greeting(line) is None or line.startswith(b"FlowPilot 1 ")
    read_request(line)


def test_the_greeting_names_the_process() -> None:
    assert read_greeting(greeting(4711)) == 4711
    assert read_greeting(TAKEN) is None
