"""What is chosen is seen at once, stored, and there again after a restart."""

from __future__ import annotations

from core.app import Core
from core.settings.definitions import (
    CHECK_TIMEOUT,
    DENSITY,
    ENTER_SENDS,
    REDUCE_MOTION,
    TEXT_SIZE,
    THEME,
)
from core.settings.store import SettingsStore
from desktop.settings.appearance_section import AppearanceSection
from desktop.settings.checks_section import ChecksSection
from desktop.settings.look_actions import dress
from desktop.settings.writing_section import WritingSection
from desktop.theme.metrics import Density
from desktop.theme.theme import Theme, ThemeChoice
from desktop.widgets.labels import WrapLabel
from tests.desktop.settings.room import Room
from tests.desktop.widgets.hands import click, inside


def stored(core: Core) -> SettingsStore:
    """The settings as the next start reads them."""
    return SettingsStore(core.storage.profile.root / "settings.json")


def test_the_theme_changes_at_once_and_is_stored(room: Room, theme: Theme) -> None:
    room.open(AppearanceSection)
    room.click("Light")
    assert not theme.is_dark
    assert stored(room.core).read(THEME) == "light"


def test_a_theme_chosen_elsewhere_is_stored_and_shown(room: Room, theme: Theme) -> None:
    section = room.open(AppearanceSection)
    theme.set_choice(ThemeChoice.LIGHT)
    room.settle()
    assert stored(room.core).read(THEME) == "light"
    assert section.theme.group.selected() == 2


def test_density_and_motion(room: Room, theme: Theme) -> None:
    section = room.open(AppearanceSection)
    room.click("Compact")
    click(section.motion.box)
    room.settle()
    assert (theme.density, theme.reduce_motion) == (Density.COMPACT, True)
    assert stored(room.core).read(DENSITY) == "compact"
    assert stored(room.core).read(REDUCE_MOTION) is True


def test_text_grows(room: Room, theme: Theme) -> None:
    section = room.open(AppearanceSection)
    before = section.fontMetrics().height()
    section.text_size.spin.stepUp()
    section.text_size.spin.stepUp()
    room.settle()
    assert theme.metrics.font_body > 13
    assert section.fontMetrics().height() > before
    assert stored(room.core).read(TEXT_SIZE) == 120


def test_the_words_of_a_switch_switch_it(room: Room) -> None:
    section = room.open(WritingSection)
    words = next(w for w in inside(section, WrapLabel) if w.text() == "Enter sends")
    click(words)
    room.settle()
    assert not section.enter_sends.box.isChecked()
    assert stored(room.core).read(ENTER_SENDS) is False
    assert room.feature.look.enter_sends is False


def test_the_time_limit_of_checks(room: Room) -> None:
    section = room.open(ChecksSection)
    assert section.time_limit.spin.value() == 60
    section.time_limit.spin.setValue(120)
    room.settle()
    assert stored(room.core).read(CHECK_TIMEOUT) == 120


def test_the_next_start_looks_the_same(room: Room) -> None:
    room.core.settings.write(THEME, "light")
    room.core.settings.write(DENSITY, "compact")
    room.core.settings.write(TEXT_SIZE, 150)
    room.core.settings.write(REDUCE_MOTION, True)
    theme = Theme()
    dress(theme, stored(room.core))
    assert theme.choice is ThemeChoice.LIGHT
    assert (theme.density, theme.text_size, theme.reduce_motion) == (Density.COMPACT, 150, True)
