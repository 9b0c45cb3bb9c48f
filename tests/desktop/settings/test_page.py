"""The page as a whole: nothing is built too early, nothing is cut off, everything has a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.settings.about_section import AboutSection
from desktop.settings.form import Section
from desktop.settings.licences import LICENCES
from desktop.theme.theme import Theme, ThemeChoice
from tests.desktop.settings.room import Room
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import inside, press

REQUIREMENTS = Path(__file__).parents[3] / "build" / "requirements" / "desktop.txt"


def test_a_section_is_built_when_it_is_looked_at(room: Room) -> None:
    assert len(inside(room.feature.page, Section)) == 1
    room.open(AboutSection)
    assert len(inside(room.feature.page, Section)) == 2


def test_arrow_keys_move_between_sections(room: Room) -> None:
    navigation = room.feature.page.navigation
    press(navigation, Qt.Key.Key_Down)
    section = room.feature.page.section()
    assert isinstance(section, Section)
    assert section.TITLE == "Writing"


@pytest.mark.parametrize("size", [(1280, 800), (656, 520)])
@pytest.mark.parametrize("text_size", [100, 150])
@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.LIGHT])
def test_nothing_is_cut_off_and_every_control_has_a_name(
    room: Room, theme: Theme, choice: ThemeChoice, text_size: int, size: tuple[int, int]
) -> None:
    theme.set_choice(choice)
    theme.set_text_size(text_size)
    room.window.resize(*size)
    navigation = room.feature.page.navigation
    for line in range(navigation.count()):
        navigation.setCurrentRow(line)
        room.settle()
        wait_until_all_fits(room)
        assert nameless_controls(room.window) == []


def wait_until_all_fits(room: Room) -> None:
    """Qt lays out what changed when it comes to rest."""
    section = room.feature.page.section()
    assert section is not None
    room.until(lambda: not clipped_texts(section), lambda: str(clipped_texts(section)))


def test_every_pinned_package_is_named_with_its_licence() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert sorted(set(pinned) - set(LICENCES)) == []
    beside = {"Python", "Qt", "SQLite", "SQLCipher", "OpenSSL", "Phosphor icons"}
    assert sorted(set(LICENCES) - set(pinned) - beside) == []


def test_the_licences_are_listed(room: Room) -> None:
    room.open(AboutSection)
    assert {"SQLCipher", "BSD-3-Clause", "Version 1.2.3"} <= set(room.texts())
