"""What can be followed, and what is wrong with the engineer's own files."""

from __future__ import annotations

from pathlib import Path

import resources
from core.playbooks.loading import read_shipped, shipped_files
from desktop.settings.playbooks_section import PlaybooksSection
from tests.desktop.settings.room import Room


def own(room: Room, name: str, text: str) -> None:
    (room.core.storage.profile.playbooks / name).write_text(text, encoding="utf-8")


def test_every_built_in_playbook_is_listed_with_what_is_in_it(room: Room) -> None:
    room.open(PlaybooksSection)
    assert room.sees(f"{len(shipped_files())} built in, 0 of your own")
    for name in shipped_files():
        playbook = read_shipped(name)
        assert not isinstance(playbook, tuple)
        assert playbook.title in room.texts()
        contents = f"{len(playbook.causes)} causes · {len(playbook.observations)} observations"
        assert room.sees(contents)


def test_a_broken_file_is_named_with_place_and_rule(room: Room) -> None:
    own(room, "mine.yaml", "id: mine\ntitel: Mine\n")
    room.open(PlaybooksSection)
    assert room.sees("1 file of yours is not used")
    assert "mine.yaml" in room.texts()
    assert room.sees("'titel' is not a known key; did you mean 'title'?")


def test_own_playbooks_move_with_the_data(room: Room, tmp_path: Path) -> None:
    own(room, "mine.yaml", "id: mine\n")
    storage = room.core.storage
    room.core.database.submit(lambda: storage.move(tmp_path / "new", lambda _: None)).result()
    room.open(PlaybooksSection)
    room.click("Reload")
    assert room.sees("1 file of yours is not used")


def test_reload_takes_the_mended_file_and_gives_it_to_the_assistant(room: Room) -> None:
    own(room, "mine.yaml", "id: mine\n")
    room.open(PlaybooksSection)
    shipped = resources.read_text("playbooks", "dns-resolution.yaml")
    mended = shipped.replace("id: dns-resolution", "id: mine", 1).replace(
        "title: ", "title: My ", 1
    )
    own(room, "mine.yaml", mended)
    room.click("Reload")
    assert room.sees("1 of your own")
    assert room.sees("Your own")
    assert not room.sees("not used")
    assert room.core.playbooks().get("mine") is not None
