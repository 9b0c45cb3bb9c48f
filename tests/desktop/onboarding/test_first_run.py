"""The first steps: three at most, all of them can be skipped, and they come only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.settings.definitions import ONBOARDING_DONE, RECOVERY_KEY_SAVED
from core.settings.store import SettingsStore
from desktop.onboarding.first_run import FirstRun
from desktop.onboarding.sheet import OnboardingSheet
from desktop.settings.copilot_section import CopilotSection
from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from tests.desktop.settings.room import Room
from tests.desktop.widgets.clipping import clipped_texts, nameless_controls
from tests.desktop.widgets.hands import inside, press
from tests.fakes.secrets import MemorySecretStore


class Steps:
    """The first run over the settings' window."""

    def __init__(self, room: Room, icons: Icons) -> None:
        self.room = room
        self.chosen: list[str] = []
        self.run = FirstRun(icons, room.core, room.feature, room.window)
        self.run.problem_chosen.connect(lambda: self.chosen.append("problem"))
        self.run.sample_chosen.connect(lambda: self.chosen.append("sample"))

    def start(self) -> OnboardingSheet:
        self.run.start_if_new()
        return self.room.dialog(OnboardingSheet)

    def is_done(self) -> bool:
        """Whether the next start leaves them out."""
        self.room.settle()
        file = self.room.core.storage.profile.root / "settings.json"
        return SettingsStore(file).read(ONBOARDING_DONE)


@pytest.fixture
def steps(room: Room, icons: Icons) -> Iterator[Steps]:
    yield Steps(room, icons)
    for sheet in inside(room.window, OnboardingSheet):
        sheet.reject()
    room.settle()


def test_three_steps_to_the_end(steps: Steps) -> None:
    sheet = steps.start()
    for step in ("Step 1 of 3", "Step 2 of 3", "Step 3 of 3"):
        assert steps.room.sees(step, sheet)
        assert steps.room.button("Skip all", sheet).isEnabled()
        steps.room.click(sheet.next.text(), sheet)
    assert steps.is_done()
    assert steps.chosen == []


@pytest.mark.parametrize("at", [0, 1, 2])
def test_skipping_all_is_possible_at_every_step(steps: Steps, at: int) -> None:
    sheet = steps.start()
    for _ in range(at):
        steps.room.click(sheet.next.text(), sheet)
    steps.room.click("Skip all", sheet)
    assert steps.is_done()


def test_escape_skips_too(steps: Steps) -> None:
    press(steps.start(), Qt.Key.Key_Escape)
    assert steps.is_done()


def test_it_never_comes_again(steps: Steps) -> None:
    steps.room.click("Skip all", steps.start())
    steps.room.settle()
    steps.run.start_if_new()
    assert QApplication.activeModalWidget() is None


def test_the_theme_changes_while_one_looks(steps: Steps, theme: Theme) -> None:
    sheet = steps.start()
    steps.room.click("Light", sheet)
    assert theme.choice is ThemeChoice.LIGHT


def test_back_leads_back(steps: Steps) -> None:
    sheet = steps.start()
    assert not sheet.back.isVisible()
    steps.room.click("Next", sheet)
    steps.room.click("Back", sheet)
    assert steps.room.sees("Step 1 of 3", sheet)


def test_the_recovery_key_can_be_saved_or_left_for_later(steps: Steps, tmp_path: Path) -> None:
    sheet = steps.start()
    steps.room.click("Next", sheet)
    assert sheet.next.text() == "Not now"
    sheet.key.panel.save_requested.emit(str(tmp_path / "key.txt"))
    steps.room.settle()
    assert sheet.next.text() == "Next"
    assert steps.room.core.settings.read(RECOVERY_KEY_SAVED)
    assert steps.room.sees("Move it to a safe place.", sheet)


@pytest.mark.parametrize(
    ("button", "chosen"), [("Describe a problem", "problem"), ("Open the sample session", "sample")]
)
def test_the_last_step_begins_the_work(steps: Steps, button: str, chosen: str) -> None:
    sheet = steps.start()
    steps.room.click("Next", sheet)
    steps.room.click("Not now", sheet)
    steps.room.click(button, sheet)
    assert steps.chosen == [chosen]
    assert steps.is_done()


def test_the_last_step_leads_to_the_models_for_those_who_want_one(steps: Steps) -> None:
    opened: list[bool] = []
    steps.room.feature.opened.connect(lambda: opened.append(True))
    sheet = steps.start()
    steps.room.click("Next", sheet)
    steps.room.click("Not now", sheet)
    steps.room.click("Connect a model (optional)", sheet)
    assert isinstance(steps.room.feature.page.section(), CopilotSection)
    assert opened == [True]
    assert steps.is_done()


class TestWithoutKeyring:
    @pytest.fixture
    def secrets(self) -> MemorySecretStore:
        return MemorySecretStore(weakness="The key is in a file.")

    def test_the_weakness_is_said_beside_the_key(self, steps: Steps) -> None:
        sheet = steps.start()
        steps.room.click("Next", sheet)
        assert steps.room.sees("The key is in a file.", sheet)


@pytest.mark.parametrize("text_size", [100, 150])
def test_nothing_is_cut_off(steps: Steps, theme: Theme, text_size: int) -> None:
    theme.set_text_size(text_size)
    sheet = steps.start()
    for _ in range(2):
        steps.room.until(lambda: not clipped_texts(sheet), lambda: str(clipped_texts(sheet)))
        assert nameless_controls(sheet) == []
        steps.room.click(sheet.next.text(), sheet)
    steps.room.until(lambda: not clipped_texts(sheet), lambda: str(clipped_texts(sheet)))
