"""Every setting, declared once: its key in the file, its default, what it means, its limits.

`data_folder` is here and nowhere else: the settings file stays put when the data moves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from core.checks.capture import DEFAULT_LIMIT as DEFAULT_OUTPUT_LIMIT
from core.network.proxies import NO_PROXY
from core.settings.places import Place, place_of

T = TypeVar("T", bool, int, str)

_TEXT_LIMIT = 2000
_MODEL_NAME_LIMIT = 200
_KIB = 1024
_CHANNEL = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting.

    check   why a value is not allowed, for people; empty when it is
    limits  the smallest and largest number, when it is one
    """

    key: str
    default: T
    meaning: str
    check: Callable[[T], str]
    limits: tuple[int, int] | None = None
    options: tuple[str, ...] = ()

    def problem_of(self, value: object) -> str:
        """Why something read from a file, or chosen, is not a value of this setting."""
        if type(value) is not type(self.default):
            kind = {bool: "true or false", int: "a whole number", str: "a text"}
            return f"{self.key} has to be {kind[type(self.default)]}."
        return self.check(value)


def _flag(key: str, default: bool, meaning: str) -> Setting[bool]:
    return Setting(key, default, meaning, lambda value: "")


def _number(key: str, default: int, limits: tuple[int, int], meaning: str) -> Setting[int]:
    low, high = limits

    def check(value: int) -> str:
        return "" if low <= value <= high else f"{key} has to be from {low} to {high}."

    return Setting(key, default, meaning, check, limits=limits)


def _choice(key: str, options: tuple[str, ...], meaning: str) -> Setting[str]:
    def check(value: str) -> str:
        return "" if value in options else f"{key} has to be one of: {', '.join(options)}."

    return Setting(key, options[0], meaning, check, options=options)


def _text(
    key: str, meaning: str, check: Callable[[str], str] | None = None, default: str = ""
) -> Setting[str]:
    def fits(value: str) -> str:
        if default and not value:
            return f"{key} cannot be empty."
        if len(value) > _TEXT_LIMIT:
            return f"{key} is longer than {_TEXT_LIMIT:,} characters."
        return check(value) if check and value else ""

    return Setting(key, default, meaning, fits)


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or any(character.isspace() for character in value):
        return "Write a whole web address, such as https://status.example.com/ok."
    return ""


def _server_address(value: str) -> str:
    problem = _web_address(value)
    if problem:
        return "Write a whole web address, such as http://127.0.0.1:11434."
    parts = urlsplit(value)
    if parts.username is not None or parts.password is not None:
        return "Leave the name and password out: this address is not kept in the keyring."
    if parts.query or parts.fragment:
        return "Leave out what follows the ? or #: this address is not kept in the keyring."
    return ""


def _proxy_address(value: str) -> str:
    if value == NO_PROXY:
        return ""
    if _web_address(value):
        return "Write a whole web address, such as http://proxy.example.com:8080."
    return _server_address(value)


def _user_name(value: str) -> str:
    # Basic authentication ends the name at the first colon.
    return "" if value.isprintable() and ":" not in value else "A user name has no colon."


def _near_address(value: str) -> str:
    problem = _server_address(value)
    if not problem and place_of(value) is Place.INTERNET:
        return (
            "This address is on the internet, so it is no local model. Put it under Cloud model. "
            "For a server on your network, write its IP address."
        )
    return problem


def _update_address(value: str) -> str:
    problem = _server_address(value)
    if not problem and urlsplit(value).scheme != "https" and place_of(value) is not Place.LAPTOP:
        return "Updates are asked for over https:// only."
    return problem


def _channel(value: str) -> str:
    if _CHANNEL.fullmatch(value):
        return ""
    return "A channel's name has small letters, digits and hyphens, at most 32."


def _model_name(value: str) -> str:
    if len(value) > _MODEL_NAME_LIMIT:
        return f"A model's name has at most {_MODEL_NAME_LIMIT} characters."
    if not value.isprintable() or any(character.isspace() for character in value):
        return "A model's name has no spaces."
    return ""


THEME = _choice("theme", ("system", "dark", "light"), "The colours of the window.")
DENSITY = _choice("density", ("comfortable", "compact"), "How much air controls get.")
TEXT_SIZE = _number("text_size", 100, (80, 200), "The size of text, in percent of the system's.")
REDUCE_MOTION = _flag("reduce_motion", False, "Panels appear at once instead of sliding in.")
ENTER_SENDS = _flag("enter_sends", True, "Enter sends a message; Ctrl+Enter always does.")
LANGUAGE = _choice("language", ("en",), "The language of the window.")
DATA_FOLDER = _text("data_folder", "Where the data is; empty for the usual place.")
INTERNET_CHECK_ADDRESS = _text(
    "internet_check_address",
    "Whom to ask whether there is a network; empty: nobody is asked.",
    _web_address,
)
CHECK_TIMEOUT = _number(
    "check_timeout", 60, (5, 3600), "Seconds after which a running check is ended."
)
OUTPUT_LIMIT = _number(
    "output_limit",
    DEFAULT_OUTPUT_LIMIT // _KIB,
    (16, 4096),
    "How much of a check's output is kept, in KiB; the middle of a longer one is left out.",
)
BACKUPS_KEPT = _number("backups_kept", 7, (1, 60), "How many daily backups are kept.")
RECOVERY_KEY_SAVED = _text(
    "recovery_key_saved", "When the recovery key was last saved, as an ISO time; empty: never."
)
KEEP_RUNNING = _flag(
    "keep_running", False, "Closing the window leaves FlowPilot in the notification area."
)
NOTICES = _flag("notices", True, "Say what has ended while the window is not in front.")
TOLD_STILL_RUNNING = _flag(
    "told_still_running", False, "It was said once that a closed window does not end FlowPilot."
)
ONBOARDING_DONE = _flag("onboarding_done", False, "The first steps were taken or skipped.")
WINDOW_PLACE = _text("window_place", "Where the window was when it was closed, as JSON.")

# Keys and extra headers are secrets: core/copilot/model_key.py keeps them in the keyring.
CLOUD_BASE_URL = _text(
    "cloud_base_url", "Where the cloud model is; empty: at its maker's.", _server_address
)
CLOUD_MODEL_FAST = _text(
    "cloud_model_fast", "The cloud model for quick tasks.", _model_name, "claude-haiku-5-5"
)
CLOUD_MODEL_STANDARD = _text(
    "cloud_model_standard",
    "The cloud model for everything else.",
    _model_name,
    "claude-sonnet-5-5",
)
CLOUD_CONNECT_TIMEOUT = _number(
    "cloud_connect_timeout", 10, (1, 120), "Seconds to wait for a connection to the cloud model."
)
CLOUD_STALL_LIMIT = _number(
    "cloud_stall_limit", 60, (5, 3600), "Seconds the cloud model may say nothing."
)
CLOUD_LEARN = _flag("cloud_learn", False, "The cloud model may look things up in Microsoft Learn.")
CLOUD_TESTED = _text("cloud_tested", "What the last test of the cloud model found, as JSON.")
LOCAL_BASE_URL = _text(
    "local_base_url", "Where the local model is; empty: there is none.", _near_address
)
LOCAL_MODEL_FAST = _text("local_model_fast", "The local model for quick tasks.", _model_name)
LOCAL_MODEL_STANDARD = _text(
    "local_model_standard", "The local model for everything else.", _model_name
)
LOCAL_CONNECT_TIMEOUT = _number(
    "local_connect_timeout", 5, (1, 120), "Seconds to wait for a connection to the local model."
)
LOCAL_STALL_LIMIT = _number(
    "local_stall_limit", 300, (5, 3600), "Seconds the local model may say nothing."
)
LOCAL_TESTED = _text("local_tested", "What the last test of the local model found, as JSON.")
MODEL_PROXY = _text(
    "model_proxy",
    "The proxy on the way to the internet; empty: the system's; none: no proxy.",
    _proxy_address,
)
PROXY_USER = _text("proxy_user", "The user name for that proxy; empty: it wants none.", _user_name)
MODEL_CA_FILE = _text(
    "model_ca_file", "A file of further certificates to trust, in PEM; empty: none."
)
MONTHLY_LIMIT = _number(
    "monthly_limit", 0, (0, 100_000), "US dollars for models in a month; 0: no limit."
)

UPDATE_ADDRESS = _text(
    "update_address", "Where updates are published; empty: nobody is asked.", _update_address
)
UPDATE_CHANNEL = _text("update_channel", "Which updates are wanted.", _channel, "stable")
UPDATE_CHECK_DAILY = _flag("update_check_daily", True, "Look for updates once a day.")
UPDATE_DOWNLOAD_AT_ONCE = _flag(
    "update_download_at_once", False, "Download an update as soon as it is found."
)
UPDATE_CHECKED_AT = _text(
    "update_checked_at", "When updates were last looked for, as an ISO time; empty: never."
)

ALL: tuple[Setting[bool] | Setting[int] | Setting[str], ...] = (
    THEME,
    DENSITY,
    TEXT_SIZE,
    REDUCE_MOTION,
    ENTER_SENDS,
    LANGUAGE,
    DATA_FOLDER,
    INTERNET_CHECK_ADDRESS,
    CHECK_TIMEOUT,
    OUTPUT_LIMIT,
    BACKUPS_KEPT,
    RECOVERY_KEY_SAVED,
    KEEP_RUNNING,
    NOTICES,
    TOLD_STILL_RUNNING,
    ONBOARDING_DONE,
    WINDOW_PLACE,
    CLOUD_BASE_URL,
    CLOUD_MODEL_FAST,
    CLOUD_MODEL_STANDARD,
    CLOUD_CONNECT_TIMEOUT,
    CLOUD_STALL_LIMIT,
    CLOUD_LEARN,
    CLOUD_TESTED,
    LOCAL_BASE_URL,
    LOCAL_MODEL_FAST,
    LOCAL_MODEL_STANDARD,
    LOCAL_CONNECT_TIMEOUT,
    LOCAL_STALL_LIMIT,
    LOCAL_TESTED,
    MODEL_PROXY,
    PROXY_USER,
    MODEL_CA_FILE,
    MONTHLY_LIMIT,
    UPDATE_ADDRESS,
    UPDATE_CHANNEL,
    UPDATE_CHECK_DAILY,
    UPDATE_DOWNLOAD_AT_ONCE,
    UPDATE_CHECKED_AT,
)
