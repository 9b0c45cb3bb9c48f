"""Secrets go to a keyring that encrypts, or to a file only its owner reads, and that is said."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import stat
import sys
from pathlib import Path
from typing import ClassVar

import keyring.errors
import pytest

from core import secrets
from core.errors import EnvironmentProblem, UserError
from core.secrets import FileSecretStore, KeyringStore, SecretStore, open_secret_store
from tests.fakes.secrets import MemorySecretStore


class FakeKeyring:
    """A back end that keeps entries in memory, under this test module's name."""

    viable = True
    entries: ClassVar[dict[tuple[str, str], str]] = {}
    locked: ClassVar[bool] = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not found")

    def _check(self) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked("Failed to unlock the collection!")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeKeyring]:
    """Makes the fake the one keyring that is allowed on this computer."""
    name = f"{__name__}.FakeKeyring"
    sys.modules.setdefault(__name__, sys.modules[FakeKeyring.__module__])
    monkeypatch.setattr(FakeKeyring, "entries", {})
    monkeypatch.setitem(secrets._ALLOWED, sys.platform, (name,))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    return FakeKeyring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "flowpilot.key"


@pytest.fixture(params=["file", "keyring", "memory"])
def store(request: pytest.FixtureRequest, path: Path) -> SecretStore:
    made: dict[str, SecretStore] = {
        "file": FileSecretStore(path),
        "keyring": KeyringStore(FakeKeyring()),
        "memory": MemorySecretStore(),
    }
    return made[request.param]


def test_every_store_keeps_reads_replaces_and_forgets(
    fake: type[FakeKeyring], store: SecretStore
) -> None:
    assert store.read("a") is None
    store.forget("a")
    store.write("a", "1")
    store.write("b", "é ß 𝄞")
    store.write("a", "2")
    assert (store.read("a"), store.read("b")) == ("2", "é ß 𝄞")
    store.forget("a")
    assert (store.read("a"), store.read("b")) == (None, "é ß 𝄞")
    store.forget("b")


def test_each_secret_has_an_entry_of_its_own(fake: type[FakeKeyring]) -> None:
    """Windows moves entries that share a service name around."""
    store = KeyringStore(FakeKeyring())
    store.write("a", "1")
    store.write("b", "2")
    assert len({service for service, _ in fake.entries}) == 2


def test_a_locked_keyring_says_what_to_do(
    fake: type[FakeKeyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = KeyringStore(FakeKeyring())
    store.write("a", "1")
    monkeypatch.setattr(FakeKeyring, "locked", True)
    for act in (store.read, lambda name: store.write(name, "2"), store.forget):
        with pytest.raises(EnvironmentProblem, match="did not answer") as problem:
            act("a")
        assert problem.value.retryable
        assert "Unlock" in problem.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_the_file_is_for_its_owner_only(path: Path) -> None:
    store = FileSecretStore(path)
    store.write("a", "1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "file" in store.weakness
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_file_goes_with_its_last_secret(path: Path) -> None:
    store = FileSecretStore(path)
    store.write("a", "1")
    store.forget("a")
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00\x01"])
def test_a_broken_file_is_said_and_left_alone(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    store = FileSecretStore(path)
    for act in (store.read, lambda name: store.write(name, "1")):
        with pytest.raises(EnvironmentProblem, match="key file cannot be used"):
            act("a")
    assert path.read_text(encoding="utf-8") == content


def test_a_computer_without_a_keyring_gets_the_file(path: Path) -> None:
    """The surroundings of the tests allow none."""
    store = open_secret_store(path)
    assert isinstance(store, FileSecretStore)
    assert store.weakness


def test_a_keyring_is_preferred_and_has_no_weakness(fake: type[FakeKeyring], path: Path) -> None:
    store = open_secret_store(path)
    assert isinstance(store, KeyringStore)
    assert store.weakness == ""


@pytest.mark.parametrize(
    "backend",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "no.such.Keyring",
    ],
)
def test_a_keyring_that_does_not_encrypt_is_refused_even_when_configured(
    fake: type[FakeKeyring], path: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    assert isinstance(open_secret_store(path), FileSecretStore)


def test_only_keyrings_that_encrypt_are_on_the_list() -> None:
    assert secrets._ALLOWED == {
        "win32": ("keyring.backends.Windows.WinVaultKeyring",),
        "darwin": ("keyring.backends.macOS.Keyring",),
        "linux": (
            "keyring.backends.SecretService.Keyring",
            "keyring.backends.kwallet.DBusKeyring",
        ),
    }


def test_a_back_end_that_is_not_installed_is_passed_over(
    fake: type[FakeKeyring], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("no.such.module.Keyring", *secrets._ALLOWED[sys.platform])
    monkeypatch.setitem(secrets._ALLOWED, sys.platform, names)
    assert isinstance(open_secret_store(path), KeyringStore)


def test_secrets_move_into_a_keyring_that_appeared_later(
    fake: type[FakeKeyring], path: Path
) -> None:
    old = FileSecretStore(path)
    old.write("key", "1")
    old.write("token", "2")
    store = open_secret_store(path)
    assert (store.read("key"), store.read("token")) == ("1", "2")
    assert not path.exists()


def test_a_keyring_that_does_not_answer_does_not_hide_the_file(
    fake: type[FakeKeyring], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileSecretStore(path).write("key", "1")
    monkeypatch.setattr(FakeKeyring, "locked", True)
    assert open_secret_store(path).read("key") == "1"
    assert json.loads(path.read_text(encoding="utf-8")) == {"key": "1"}


def test_the_keyring_wins_over_an_old_file(fake: type[FakeKeyring], path: Path) -> None:
    KeyringStore(FakeKeyring()).write("key", "new")
    FileSecretStore(path).write("key", "old")
    assert open_secret_store(path).read("key") == "new"


def test_the_tests_never_reach_the_real_keyring() -> None:
    assert os.environ["PYTHON_KEYRING_BACKEND"] == "keyring.backends.fail.Keyring"


WINDOWS_LIMIT = 1280


@pytest.mark.parametrize("letter", ["k", "ß", "𝄞"])
def test_windows_takes_so_much_and_says_so_itself(fake: type[FakeKeyring], letter: str) -> None:
    """The length is Windows'; the keyring here is a stand-in that would take more."""
    store = KeyringStore(FakeKeyring(), limit=WINDOWS_LIMIT)
    units = len(letter.encode("utf-16-le")) // 2
    store.write("a", letter * (WINDOWS_LIMIT // units))
    with pytest.raises(UserError, match="1,280 characters") as raised:
        store.write("a", letter * (WINDOWS_LIMIT // units + 1))
    assert letter * 9 not in str(raised.value)
    assert store.read("a") == letter * (WINDOWS_LIMIT // units)


def test_a_secret_that_the_keyring_cannot_take_stays_in_the_file(
    fake: type[FakeKeyring], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileSecretStore(path).write("long", "k" * (WINDOWS_LIMIT + 1))
    limited = functools.partial(KeyringStore, limit=WINDOWS_LIMIT)
    monkeypatch.setattr(secrets, "KeyringStore", limited)
    assert len(open_secret_store(path).read("long") or "") == WINDOWS_LIMIT + 1


def test_the_back_ends_are_these_and_they_are_where_they_are_named() -> None:
    """A frozen program holds only what is named: build/contents.py has the same modules."""
    assert secrets._ALLOWED == {
        "win32": ("keyring.backends.Windows.WinVaultKeyring",),
        "darwin": ("keyring.backends.macOS.Keyring",),
        "linux": (
            "keyring.backends.SecretService.Keyring",
            "keyring.backends.kwallet.DBusKeyring",
        ),
    }
    for name in (one for names in secrets._ALLOWED.values() for one in names):
        module, _, backend = name.rpartition(".")
        spec = importlib.util.find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        assert f"class {backend}(" in Path(spec.origin).read_text("utf-8")
