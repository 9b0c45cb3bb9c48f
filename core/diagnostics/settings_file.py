"""The settings as a report may tell them."""

from __future__ import annotations

import json
from typing import Any

from core.settings.definitions import (
    ALL,
    CLOUD_MODEL_FAST,
    CLOUD_MODEL_STANDARD,
    LOCAL_MODEL_FAST,
    LOCAL_MODEL_STANDARD,
    Setting,
)
from core.settings.store import SettingsStore

# Free texts that are worth telling. Of all others only whether they are set: an address or a
# folder names a network, a client or a person.
_TOLD = (CLOUD_MODEL_FAST, CLOUD_MODEL_STANDARD, LOCAL_MODEL_FAST, LOCAL_MODEL_STANDARD)


def settings_text(settings: SettingsStore) -> str:
    """Every setting, as JSON: switches, numbers and choices as they are, free texts as "set"."""
    told = {setting.key: _told(setting, settings) for setting in ALL}
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def _told(setting: Setting[Any], settings: SettingsStore) -> bool | int | str:
    value: bool | int | str = settings.read(setting)
    is_free = isinstance(value, str) and not setting.options and setting not in _TOLD
    if not is_free:
        return value
    return "set" if value else "not set"
