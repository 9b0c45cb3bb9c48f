"""The bundle holds what was shown, whole or not at all, and nothing of anybody's work."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.crashes.privacy import ReportPrivacy
from core.crashes.reports import CrashKind, CrashReports
from core.diagnostics.bundle import BundleFile, gather_bundle, save_bundle, zipped
from core.diagnostics.settings_file import settings_text
from core.errors import EnvironmentProblem
from core.settings.definitions import (
    ALL,
    CLOUD_BASE_URL,
    CLOUD_MODEL_FAST,
    DATA_FOLDER,
    MODEL_PROXY,
    THEME,
)
from core.settings.store import SettingsStore

AT = datetime(2026, 11, 21, 12, 30, 4, tzinfo=UTC)
PRIVATE = ("hunter2", "Zanzibar", "jodoe", "sk-aaaaaaaaaaaaaaaaaaaa")
PLANTED = "password=hunter2 for Zanzibar Shipping in /home/jodoe with sk-aaaaaaaaaaaaaaaaaaaa\n"


@pytest.fixture
def settings(tmp_path: Path) -> SettingsStore:
    store = SettingsStore(tmp_path / "settings.json")
    store.write(THEME, "light")
    store.write(CLOUD_BASE_URL, "https://zanzibar-shipping.example/models")
    store.write(MODEL_PROXY, "http://proxy.zanzibar.example:8080")
    store.write(DATA_FOLDER, "/home/jodoe/data")
    store.write(CLOUD_MODEL_FAST, "model-x")
    return store


@pytest.fixture
def bundle(tmp_path: Path, settings: SettingsStore) -> tuple[BundleFile, ...]:
    logs = tmp_path / "logs"
    logs.mkdir()
    for name in ("flowpilot.log", "flowpilot.log.1"):
        (logs / name).write_text(f"{name}\n{PLANTED}", encoding="utf-8")
    (logs / "other.txt").write_text("not ours", encoding="utf-8")
    nobody = ReportPrivacy("/", "", "")
    reports = CrashReports(lambda: logs / "crashes", SystemClock(), lambda: nobody, "1")
    reports.keep(CrashKind.NATIVE, "crash", PLANTED)
    privacy = ReportPrivacy("/home/jodoe", "jodoe", "jolap").with_terms(["Zanzibar Shipping"])
    return gather_bundle(f"FlowPilot: 1\n{PLANTED}", settings, logs, reports, privacy)


def test_what_goes_in(bundle: tuple[BundleFile, ...]) -> None:
    names = [file.name for file in bundle]
    assert names[:4] == [
        "diagnostics.txt",
        "settings.json",
        "logs/flowpilot.log",
        "logs/flowpilot.log.1",
    ]
    assert len(names) == 5
    assert names[4].startswith("crashes/")
    assert names[4].endswith("-native.txt")


def test_nothing_private_goes_in(bundle: tuple[BundleFile, ...]) -> None:
    for file in bundle:
        for private in PRIVATE:
            assert private.casefold() not in file.text.casefold(), file.name
    assert bundle[2].text.startswith("flowpilot.log\npassword=[redacted] for [client] in ~ with")


def test_settings_say_only_whether_a_free_text_is_set(settings: SettingsStore) -> None:
    told = json.loads(settings_text(settings))
    assert set(told) == {setting.key for setting in ALL}
    assert told["theme"] == "light"
    assert told["text_size"] == 100
    assert told["cloud_model_fast"] == "model-x"
    assert told["cloud_base_url"] == told["model_proxy"] == told["data_folder"] == "set"
    assert told["local_base_url"] == "not set"


def test_the_file_holds_what_was_shown(bundle: tuple[BundleFile, ...], tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    save_bundle(bundle, path, AT)
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        found = {name: opened.read(name) for name in opened.namelist()}
        assert opened.infolist()[0].date_time == (2026, 11, 21, 12, 30, 4)
    assert found == {file.name: file.content for file in bundle}


def test_letters_that_are_half_a_character_do_no_harm() -> None:
    archive = zipped([BundleFile("a.txt", "half \ud800 here")], AT)
    assert zipfile.ZipFile(io.BytesIO(archive)).read("a.txt") == rb"half \ud800 here"


def test_a_place_that_takes_nothing_is_said_and_left_clean(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="bundle was not saved"):
        save_bundle([BundleFile("a.txt", "a")], tmp_path / "missing" / "b.zip", AT)
    assert [*tmp_path.iterdir()] == []
