"""Preferences: one document per account, patched key by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.bus import Bus
from core.clock import SystemClock
from core.db.database import Database
from core.db.opening import open_database
from core.errors import UserError
from core.events import Aggregate
from core.team.preference_service import PreferenceService


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "a.db", b"k" * 32, bus=Bus(), clock=SystemClock())
    yield database
    database.close()


@pytest.fixture
def preferences(database: Database) -> PreferenceService:
    return PreferenceService(database)


def test_an_account_starts_without_preferences(preferences: PreferenceService) -> None:
    assert preferences.document() == {}


def test_a_patch_merges_keys(preferences: PreferenceService) -> None:
    preferences.patch({"cw_resolved_status_id": 12, "templatize_prompt_enabled": False})
    changes = preferences.patch({"cw_resolved_status_id": 14})
    assert preferences.document() == {
        "cw_resolved_status_id": 14,
        "templatize_prompt_enabled": False,
    }
    assert changes.aggregates == {Aggregate.PREFERENCES}


def test_none_removes_a_key(preferences: PreferenceService) -> None:
    preferences.patch({"cw_resolved_status_id": 12, "a.b": [1]})
    preferences.patch({"cw_resolved_status_id": None})
    assert preferences.document() == {"a.b": [1]}


@pytest.mark.parametrize("key", ["", "Upper", "1st", "with space", "x" * 101, "a-b"])
def test_a_name_that_is_none_is_refused(preferences: PreferenceService, key: str) -> None:
    with pytest.raises(UserError):
        preferences.patch({key: 1})


@pytest.mark.parametrize("value", [object(), float("nan"), {1, 2}])
def test_a_value_that_is_not_json_names_its_key(
    preferences: PreferenceService, value: object
) -> None:
    with pytest.raises(UserError) as refused:
        preferences.patch({"known": 1, "broken": value})
    assert refused.value.field == "broken"
    assert preferences.document() == {}


def test_a_document_that_grows_too_large_changes_nothing(preferences: PreferenceService) -> None:
    preferences.patch({"small": "kept"})
    with pytest.raises(UserError, match="64 KiB"):
        preferences.patch({"large": "x" * 70_000})
    assert preferences.document() == {"small": "kept"}
