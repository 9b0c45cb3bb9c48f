"""A chosen setting is stored even when the application closes in the same moment."""

from __future__ import annotations

import asyncio
import threading

from core.settings.definitions import TEXT_SIZE
from core.settings.store import SettingsStore
from tests.desktop.settings.room import Room


def test_closing_does_not_lose_what_was_just_chosen(room: Room) -> None:
    busy = threading.Event()
    room.core.database.submit(busy.wait)
    room.feature.keeping.keep(TEXT_SIZE, 130)
    one_turn_of_the_loop(room)
    room.scope.cancel()
    busy.set()
    room.settle()
    assert again(room).read(TEXT_SIZE) == 130


def test_not_even_when_nothing_had_begun(room: Room) -> None:
    room.feature.keeping.keep(TEXT_SIZE, 130)
    room.scope.cancel()
    room.settle()
    assert again(room).read(TEXT_SIZE) == 130


def test_a_disk_that_refuses_is_told(room: Room) -> None:
    room.core.storage.profile.root.joinpath("settings.json").mkdir()
    room.feature.keeping.keep(TEXT_SIZE, 130)
    room.settle()
    assert [str(error).split(".")[0] for error in room.failures] == ["The settings cannot be saved"]
    room.failures.clear()


def again(room: Room) -> SettingsStore:
    """The settings as the next start reads them, once the database thread is idle."""
    room.core.database.submit(lambda: None).result()
    return SettingsStore(room.core.storage.profile.root / "settings.json")


def one_turn_of_the_loop(room: Room) -> None:
    turned: list[bool] = []
    room.scope.run("turn", asyncio.sleep(0), done=lambda _: turned.append(True))
    room.until(lambda: bool(turned), "the loop stands still")
