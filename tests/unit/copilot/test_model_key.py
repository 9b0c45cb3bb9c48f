"""Keys and headers live in the secret store, one of each per rung."""

from __future__ import annotations

import pytest

from core.copilot.model_key import ModelSecrets, parse_headers, shown_end
from core.errors import EnvironmentProblem, UserError
from core.sessions.messages import Rung
from tests.fakes.secrets import MemorySecretStore

KEY = "sk-ant-api03-0123456789-abcd"


@pytest.fixture
def store() -> MemorySecretStore:
    return MemorySecretStore()


@pytest.fixture
def secrets(store: MemorySecretStore) -> ModelSecrets:
    return ModelSecrets(store)


def test_each_rung_has_a_key_of_its_own(secrets: ModelSecrets, store: MemorySecretStore) -> None:
    secrets.keep_key(Rung.CLOUD, f"  {KEY}\n")
    assert secrets.key(Rung.CLOUD) == KEY
    assert secrets.key(Rung.LOCAL) == ""
    assert store.secrets == {"model-key-cloud": KEY}


def test_an_empty_key_removes_the_old_one(secrets: ModelSecrets, store: MemorySecretStore) -> None:
    secrets.keep_key(Rung.LOCAL, KEY)
    secrets.keep_key(Rung.LOCAL, " ")
    assert secrets.key(Rung.LOCAL) == ""
    assert store.secrets == {}


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel", "a\x00b", "x" * 2001])
def test_what_cannot_be_sent_is_no_key(secrets: ModelSecrets, key: str) -> None:
    secrets.keep_key(Rung.CLOUD, KEY)
    with pytest.raises(UserError) as refused:
        secrets.keep_key(Rung.CLOUD, key)
    assert key not in str(refused.value)
    assert secrets.key(Rung.CLOUD) == KEY


def test_a_locked_keyring_says_so(secrets: ModelSecrets, store: MemorySecretStore) -> None:
    store.locked = True
    with pytest.raises(EnvironmentProblem):
        secrets.key(Rung.CLOUD)


def test_headers_are_lines(secrets: ModelSecrets) -> None:
    secrets.keep_headers(Rung.CLOUD, "X-Team: ops\n\n cf-access-token : a:b c \n")
    assert secrets.headers(Rung.CLOUD) == (("X-Team", "ops"), ("cf-access-token", "a:b c"))
    assert secrets.headers(Rung.LOCAL) == ()
    secrets.keep_headers(Rung.CLOUD, " \n ")
    assert secrets.header_text(Rung.CLOUD) == ""


@pytest.mark.parametrize(
    "line", ["no colon", "X-A:", ": secret", "X A: secret", "X-A: sécret", "Host: x", "x" * 4001]
)
def test_a_refused_header_is_named_by_its_line_and_not_repeated(line: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_headers(f"X-One: 1\n{line}" if len(line) < 100 else line)
    assert "Line 2" in str(refused.value) or "characters" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_spoiled_headers_of_the_store_are_left_out(
    secrets: ModelSecrets, store: MemorySecretStore
) -> None:
    store.secrets["model-headers-cloud"] = "nonsense"
    assert secrets.headers(Rung.CLOUD) == ()


def test_only_the_end_of_a_long_key_is_shown() -> None:
    assert shown_end(KEY) == "abcd"
    assert shown_end("short") == ""
