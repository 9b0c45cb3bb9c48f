"""The settings file: one bad value never takes down the others, and no write is half a write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EnvironmentProblem, UserError
from core.settings import definitions
from core.settings.definitions import (
    ALL,
    BACKUPS_KEPT,
    DATA_FOLDER,
    ENTER_SENDS,
    INTERNET_CHECK_ADDRESS,
    REDUCE_MOTION,
    THEME,
    Setting,
)
from core.settings.store import SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def stored(path: Path) -> dict[str, object]:
    values: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return values


def given_file(path: Path, values: Mapping[str, object] | str) -> SettingsStore:
    path.parent.mkdir(exist_ok=True)
    text = values if isinstance(values, str) else json.dumps(values)
    path.write_text(text, encoding="utf-8")
    return SettingsStore(path)


def in_force(store: SettingsStore) -> list[tuple[str, Setting[Any], object]]:
    settings: tuple[Setting[Any], ...] = ALL
    return [(setting.key, setting, store.read(setting)) for setting in settings]


def test_without_a_file_everything_has_its_default(path: Path) -> None:
    store = SettingsStore(path)
    assert store.problems == ()
    assert not path.exists()
    assert {key: value for key, _, value in in_force(store)} == {s.key: s.default for s in ALL}


def test_nothing_is_asked_on_the_network_by_default(path: Path) -> None:
    assert SettingsStore(path).read(INTERNET_CHECK_ADDRESS) == ""


def test_a_written_value_is_in_force_and_survives(path: Path) -> None:
    store = SettingsStore(path)
    store.write(THEME, "dark")
    store.write(BACKUPS_KEPT, 3)
    store.write(ENTER_SENDS, False)
    for each in (store, SettingsStore(path)):
        assert (each.read(THEME), each.read(BACKUPS_KEPT), each.read(ENTER_SENDS)) == (
            "dark",
            3,
            False,
        )
    assert stored(path) == {
        "version": 1,
        "theme": "dark",
        "backups_kept": 3,
        "enter_sends": False,
    }


def test_the_default_is_not_written(path: Path) -> None:
    store = SettingsStore(path)
    store.write(THEME, "dark")
    store.write(THEME, "system")
    assert stored(path) == {"version": 1}


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        (BACKUPS_KEPT, 0, "from 1 to 60"),
        (BACKUPS_KEPT, 61, "from 1 to 60"),
        (THEME, "pink", "one of: system, dark, light"),
        (INTERNET_CHECK_ADDRESS, "status.example.com", "whole web address"),
        (INTERNET_CHECK_ADDRESS, "ftp://example.com", "whole web address"),
        (INTERNET_CHECK_ADDRESS, "https://", "whole web address"),
        (INTERNET_CHECK_ADDRESS, "https://exa mple.com", "whole web address"),
        (INTERNET_CHECK_ADDRESS, "https://example.com:port", "whole web address"),
        (DATA_FOLDER, "x" * 2001, "longer than 2,000"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_and_named(
    path: Path, setting: Setting[str], value: str, says: str
) -> None:
    store = SettingsStore(path)
    store.write(REDUCE_MOTION, True)
    before = path.read_bytes()
    with pytest.raises(UserError, match=says) as refusal:
        store.write(setting, value)
    assert refusal.value.field == setting.key
    assert store.read(setting) == setting.default
    assert path.read_bytes() == before


@pytest.mark.parametrize("address", ["https://status.example.com/ok", "http://10.0.0.1:8080", ""])
def test_a_web_address_is_taken(path: Path, address: str) -> None:
    store = SettingsStore(path)
    store.write(INTERNET_CHECK_ADDRESS, address)
    assert store.read(INTERNET_CHECK_ADDRESS) == address


def test_one_wrong_value_is_reported_and_the_others_stand(path: Path) -> None:
    store = given_file(path, {"version": 1, "theme": "pink", "backups_kept": "9", "enter_sends": 0})
    assert store.problems == (
        "theme has to be one of: system, dark, light. The default is used.",
        "enter_sends has to be true or false. The default is used.",
        "backups_kept has to be a whole number. The default is used.",
    )
    assert store.read(THEME) == "system"
    assert store.read(BACKUPS_KEPT) == 7
    store.write(REDUCE_MOTION, True)
    assert stored(path)["theme"] == "pink"  # nobody changed it


def test_a_key_of_another_version_is_kept(path: Path) -> None:
    store = given_file(path, {"version": 1, "voice": {"speed": 2}, "theme": "light"})
    assert store.problems == ()
    store.write(THEME, "dark")
    assert stored(path) == {"version": 1, "voice": {"speed": 2}, "theme": "dark"}


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "\ufeff\0", '{"theme": "dark",}'])
def test_an_unreadable_file_is_put_aside(path: Path, text: str) -> None:
    store = given_file(path, text)
    broken = path.with_name("settings.json.broken")
    assert broken.read_text(encoding="utf-8") == text
    assert store.read(THEME) == "system"
    assert len(store.problems) == 1
    assert str(broken) in store.problems[0]
    store.write(THEME, "dark")
    assert SettingsStore(path).problems == ()


def test_a_file_that_cannot_be_opened_stops_the_start(path: Path) -> None:
    path.mkdir(parents=True)  # a folder in its place cannot be read, whoever asks
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        SettingsStore(path)


def test_a_write_that_fails_leaves_the_old_file_and_value(path: Path) -> None:
    store = SettingsStore(path)
    store.write(THEME, "dark")
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("a file where the folder was", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="cannot be saved"):
        store.write(THEME, "light")
    assert store.read(THEME) == "dark"


def test_no_temporary_file_is_left(path: Path) -> None:
    SettingsStore(path).write(THEME, "dark")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def add_motion(values: Mapping[str, object]) -> Mapping[str, object]:
    kept = {key: value for key, value in values.items() if key != "calm"}
    return {**kept, "reduce_motion": values.get("calm", False)}


def test_an_older_file_is_upgraded_after_a_backup(path: Path) -> None:
    old = given_file(path, {"version": 1, "calm": True, "theme": "dark"})
    assert old.read(REDUCE_MOTION) is False
    before = path.read_bytes()
    store = SettingsStore(path, upgrades=(add_motion,))
    assert store.read(REDUCE_MOTION) is True
    assert store.read(THEME) == "dark"
    assert stored(path)["version"] == 2
    assert path.with_name("settings.json.v1").read_bytes() == before
    assert SettingsStore(path, upgrades=(add_motion,)).problems == ()


def test_a_newer_file_is_used_and_not_turned_back(path: Path) -> None:
    store = given_file(path, {"version": 9, "theme": "dark", "voice": 1})
    assert store.problems == ("The settings were last written by a newer FlowPilot.",)
    store.write(REDUCE_MOTION, True)
    assert stored(path) == {"version": 9, "theme": "dark", "voice": 1, "reduce_motion": True}


def test_every_setting_is_declared_once_and_explained() -> None:
    keys = [setting.key for setting in ALL]
    assert len(set(keys)) == len(keys)
    declared = [each for each in vars(definitions).values() if isinstance(each, Setting)]
    assert {setting.key for setting in declared} == set(keys)
    for setting in ALL:
        assert setting.meaning.endswith(".")
        assert setting.problem_of(setting.default) == ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([s.key for s in ALL] + ["version", "x"]), json_values))
def test_no_content_of_the_file_is_fatal(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    store = given_file(path, values)
    for _, setting, value in in_force(store):
        assert setting.problem_of(value) == ""
