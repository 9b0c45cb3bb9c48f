"""Where things live: one folder, never made by mistake where the data is not."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from core.errors import EnvironmentProblem
from core.files import write_atomically
from core.paths import Places, Profile, chosen_profile, find_places


def test_a_profile_folder_holds_everything(tmp_path: Path) -> None:
    places = find_places(tmp_path)
    assert places == Places(tmp_path / "settings.json", tmp_path)
    assert chosen_profile(places, "").root == tmp_path


def test_the_usual_places_are_the_users_own() -> None:
    places = find_places()
    assert places.settings_file.name == "settings.json"
    assert "FlowPilot" in str(places.default_data_folder)
    assert places.default_data_folder.is_absolute()


def test_a_profile_makes_its_folders_for_its_owner_only(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "deep" / "data")
    profile.prepare()
    profile.prepare()
    for folder in (profile.backups, profile.logs, profile.exports, profile.playbooks):
        assert folder.is_dir()
    if sys.platform != "win32":
        assert stat.S_IMODE(profile.root.stat().st_mode) == 0o700


def test_a_profile_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(EnvironmentProblem, match="data folder cannot be used"):
        Profile(tmp_path / "file" / "data").prepare()


def test_a_chosen_folder_that_is_gone_is_never_made_anew(tmp_path: Path) -> None:
    gone = tmp_path / "usb" / "data"
    with pytest.raises(EnvironmentProblem, match="not there") as problem:
        chosen_profile(find_places(tmp_path), str(gone))
    assert "Connect the drive" in problem.value.hint
    assert not gone.exists()
    gone.mkdir(parents=True)
    assert chosen_profile(find_places(tmp_path), str(gone)).root == gone


def test_a_profile_keeps_its_id(tmp_path: Path) -> None:
    assert Profile(tmp_path).read_id() == Profile(tmp_path).read_id()


def test_an_id_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "profile.id").write_text("mine", encoding="ascii")
    with pytest.raises(EnvironmentProblem, match="damaged"):
        Profile(tmp_path).read_id()


class DiskFullError(OSError):
    """Raised in the middle of a write."""


def test_a_write_that_breaks_off_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    write_atomically(file, b"old")

    def fail(_: int) -> None:
        raise DiskFullError

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(DiskFullError):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
