"""The data is moved, backed up and restored from the settings, and never half."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.recovery_key import read_recovery_key
from core.sessions.session_service import Intake
from core.settings.definitions import BACKUPS_KEPT, DATA_FOLDER, RECOVERY_KEY_SAVED
from desktop.settings.data_section import DataSection
from desktop.settings.recovery_key_panel import RecoveryKeyPanel
from desktop.widgets.sheet_dialog import SheetDialog
from tests.desktop.settings.room import Room
from tests.desktop.widgets.hands import inside
from tests.fakes.secrets import MemorySecretStore


def titles(room: Room) -> list[str]:
    return [overview.title for overview in room.core.sessions.overview()]


def test_a_backup_is_made_and_listed(room: Room) -> None:
    room.open(DataSection)
    assert room.sees("There is no backup yet.")
    room.click("Back up now")
    assert room.sees("Backed up as")
    assert room.sees("Made by you ·")
    assert len(room.core.storage.backups()) == 1


def test_restoring_says_what_happens_and_brings_the_old_data_back(room: Room) -> None:
    room.core.sessions.create(Intake(text="Before"))
    room.open(DataSection)
    room.click("Back up now")
    room.core.sessions.create(Intake(text="After"))
    replacing: list[bool] = []
    room.feature.data_replacing.connect(lambda: replacing.append(True))
    room.click("Restore…")
    sheet = room.dialog(SheetDialog)
    assert room.sees("What was written since is no longer shown.", sheet)
    assert room.sees("The present data is backed up first", sheet)
    assert len(titles(room)) == 2
    room.click("Restore", sheet)
    assert replacing == [True]
    assert len(titles(room)) == 1
    assert room.sees("The data is what it was on")
    assert room.sees("Before an older backup was restored")


def test_a_cancelled_restore_changes_nothing(room: Room) -> None:
    room.open(DataSection)
    room.click("Back up now")
    room.core.sessions.create(Intake(text="After"))
    room.click("Restore…")
    room.click("Cancel", room.dialog(SheetDialog))
    assert len(titles(room)) == 1


def test_a_spoilt_backup_is_refused_in_words(room: Room) -> None:
    room.core.sessions.create(Intake(text="Kept"))
    room.open(DataSection)
    room.click("Back up now")
    room.core.storage.backups()[0].path.write_bytes(b"nothing of the kind " * 500)
    room.click("Restore…")
    room.click("Restore", room.dialog(SheetDialog))
    assert room.sees("cannot be read")
    assert len(titles(room)) == 1
    assert room.button("Back up now").isEnabled()


def test_the_data_moves_and_the_place_is_remembered(room: Room, tmp_path: Path) -> None:
    room.core.sessions.create(Intake(text="Kept"))
    section = room.open(DataSection)
    target = tmp_path / "elsewhere"
    section.move_chosen.emit(str(target))
    sheet = room.dialog(SheetDialog)
    assert room.sees(str(target), sheet)
    room.click("Move", sheet)
    assert room.sees(f"The data is now in {target}.")
    assert room.core.settings.read(DATA_FOLDER) == str(target)
    assert (target / "flowpilot.db").exists()
    assert not (tmp_path / "profile" / "flowpilot.db").exists()
    assert len(titles(room)) == 1


def test_a_folder_with_other_files_gets_one_of_ours_inside(room: Room, tmp_path: Path) -> None:
    busy = tmp_path / "documents"
    busy.mkdir()
    (busy / "letter.txt").write_text("dear", encoding="utf-8")
    section = room.open(DataSection)
    section.move_chosen.emit(str(busy))
    room.click("Move", room.dialog(SheetDialog))
    assert (busy / "FlowPilot" / "flowpilot.db").exists()
    assert (busy / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_a_move_that_cannot_be_is_explained(room: Room) -> None:
    section = room.open(DataSection)
    inside_itself = room.core.storage.profile.root / "inner"
    section.move_chosen.emit(str(inside_itself))
    room.click("Move", room.dialog(SheetDialog))
    assert room.sees("Choose a folder outside the present one.")
    assert room.core.settings.read(DATA_FOLDER) == ""


def test_how_many_backups_are_kept(room: Room) -> None:
    section = room.open(DataSection)
    section.keep_count.spin.setValue(14)
    room.settle()
    assert room.core.settings.read(BACKUPS_KEPT) == 14


def test_the_recovery_key_is_shown_only_when_asked_for_and_opens_the_data(room: Room) -> None:
    copied: list[str] = []
    room.feature.copied.connect(copied.append)
    room.open(DataSection)
    assert room.sees("The recovery key is not saved yet.")
    room.click("Save recovery key…")
    sheet = room.dialog(SheetDialog)
    panel = inside(sheet, RecoveryKeyPanel)[0]
    assert panel.block.text() == ""
    room.click("Show the recovery key", sheet)
    assert len(read_recovery_key(panel.block.text())) == 32
    panel.block.copied.emit(panel.block.text())
    assert copied == [room.core.storage.recovery_key()]
    room.click("Hide it", sheet)
    assert panel.block.text() == ""
    panel.confirmed.click()
    room.settle()
    room.click("Close", sheet)
    assert room.sees("You saved the recovery key on")
    assert room.core.settings.read(RECOVERY_KEY_SAVED).startswith("20")


def test_the_recovery_key_is_saved_for_its_owner_only(room: Room, tmp_path: Path) -> None:
    room.open(DataSection)
    room.click("Save recovery key…")
    sheet = room.dialog(SheetDialog)
    panel = inside(sheet, RecoveryKeyPanel)[0]
    file = tmp_path / "key.txt"
    panel.save_requested.emit(str(file))
    room.settle()
    assert room.core.storage.recovery_key() in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert panel.is_confirmed()
    assert room.sees("Move it to a safe place.", sheet)
    room.click("Close", sheet)


def test_a_key_that_cannot_be_saved_is_said_and_not_ticked_off(room: Room, tmp_path: Path) -> None:
    room.open(DataSection)
    room.click("Save recovery key…")
    sheet = room.dialog(SheetDialog)
    panel = inside(sheet, RecoveryKeyPanel)[0]
    panel.save_requested.emit(str(tmp_path / "missing" / "key.txt"))
    room.settle()
    assert room.sees("The recovery key was not saved.", sheet)
    assert not panel.is_confirmed()
    assert room.core.settings.read(RECOVERY_KEY_SAVED) == ""
    room.click("Close", sheet)


def test_a_key_in_the_keyring_needs_no_warning(room: Room) -> None:
    section = room.open(DataSection)
    assert room.sees("Its key is in the keyring of this computer.")
    assert not section.encryption.isVisible()


class TestWithoutKeyring:
    @pytest.fixture
    def secrets(self) -> MemorySecretStore:
        return MemorySecretStore(weakness="The key is in a file.")

    def test_the_warning_is_always_in_the_section(self, room: Room) -> None:
        section = room.open(DataSection)
        assert section.encryption.isVisible()
        assert room.sees("The key is in a file.", section)
        assert not room.sees("in the keyring", section)
