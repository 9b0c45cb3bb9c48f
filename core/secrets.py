"""Where secrets are kept: the operating system's keyring, or a file only its owner can read.

Only keyrings known to encrypt are used. The file is the answer for computers without one of them;
its `weakness` then says so, and the window shows it.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

from core.errors import AppError, EnvironmentProblem, UserError
from core.files import write_atomically

APP = "FlowPilot"
_log = logging.getLogger(__name__)

# Named one by one: a frozen app cannot discover back ends, and discovery may choose a plain one.
_ALLOWED = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
    "linux": (
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    ),
}
_WINDOWS_LIMIT = 1280
"""UTF-16 units: a credential's 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE)."""


class SecretStore(Protocol):
    """Keeps short texts by name.

    weakness  why this store is weaker than it should be, for people; empty when it is not
    """

    @property
    def weakness(self) -> str: ...

    def read(self, name: str) -> str | None: ...

    def write(self, name: str, secret: str) -> None: ...

    def forget(self, name: str) -> None:
        """Remove a secret; nothing happens when there is none."""
        ...


class PassingSecrets:
    """Keeps secrets only as long as the process lives: for data that is thrown away with it."""

    weakness = ""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self._secrets.get(name)

    def write(self, name: str, secret: str) -> None:
        self._secrets[name] = secret

    def forget(self, name: str) -> None:
        self._secrets.pop(name, None)


class KeyringStore:
    """The operating system's own store. `limit`: the longest secret in UTF-16 units; None: any."""

    weakness = ""

    def __init__(
        self,
        backend: Any,  # noqa: ANN401 - keyring is loaded late
        limit: int | None = _WINDOWS_LIMIT if sys.platform == "win32" else None,
    ) -> None:
        self._backend = backend
        self._limit = limit

    def read(self, name: str) -> str | None:
        try:
            secret: str | None = self._backend.get_password(_entry(name), APP)
        except Exception as error:  # back ends raise whatever their system does
            raise _no_answer(error) from error
        return secret

    def write(self, name: str, secret: str) -> None:
        length = len(secret.encode("utf-16-le")) // 2
        if self._limit is not None and length > self._limit:
            # Windows would only say that it received bad data.
            raise UserError(
                "This is too long for the keyring of this computer.",
                f"It takes {self._limit:,} characters, and this has {length:,}.",
            )
        try:
            self._backend.set_password(_entry(name), APP, secret)
        except Exception as error:
            raise _no_answer(error) from error

    def forget(self, name: str) -> None:
        if self.read(name) is None:
            return
        try:
            self._backend.delete_password(_entry(name), APP)
        except Exception as error:
            raise _no_answer(error) from error


class FileSecretStore:
    """A JSON file that only its owner can read."""

    weakness = (
        "This computer has no keyring that FlowPilot can use. The key of your data is in a file "
        "in the data folder: whoever can read that file can read your data."
    )

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str) -> str | None:
        return self._load().get(name)

    def write(self, name: str, secret: str) -> None:
        self._store({**self._load(), name: secret})

    def forget(self, name: str) -> None:
        left = {key: secret for key, secret in self._load().items() if key != name}
        self._store(left)

    def names(self) -> list[str]:
        return list(self._load())

    def _load(self) -> dict[str, str]:
        try:
            secrets = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._problem(error.strerror or "unreadable") from error
        except ValueError:
            raise self._problem("it is not a file of secrets") from None
        if not isinstance(secrets, dict):
            raise self._problem("it is not a file of secrets")
        return {str(name): str(secret) for name, secret in secrets.items()}

    def _store(self, secrets: dict[str, str]) -> None:
        try:
            if not secrets:
                self._path.unlink(missing_ok=True)
                return
            write_atomically(self._path, json.dumps(secrets, indent=1).encode())
        except OSError as error:
            raise self._problem(error.strerror or "not writable") from error
        _restrict_on_windows(self._path)

    def _problem(self, reason: str) -> EnvironmentProblem:
        return EnvironmentProblem(
            "The key file cannot be used.",
            f"{self._path}: {reason}.",
            hint="Repair the file or use your recovery key.",
        )


def open_secret_store(path: Path) -> SecretStore:
    """The keyring, or the file at `path` where there is none.

    Secrets of an earlier time without a keyring move from the file into the keyring.
    """
    file = FileSecretStore(path)
    backend = _find_keyring()
    if backend is None:
        return file
    keyring = KeyringStore(backend)
    try:
        for name in file.names():
            _move(name, file, keyring)
    except AppError:
        # A keyring that does not answer now, or cannot take one of them, must not keep people
        # from what the file still holds.
        _log.info("secrets.move_failed", exc_info=True)
        return file
    return keyring


def _move(name: str, source: FileSecretStore, target: KeyringStore) -> None:
    secret = source.read(name)
    if secret is not None and target.read(name) is None:
        target.write(name, secret)
    if target.read(name) == secret:
        source.forget(name)


def _find_keyring() -> object | None:
    """The first allowed back end that works here. Others are refused, whoever configured them."""
    allowed = _ALLOWED.get(sys.platform, ())
    configured = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    if configured:
        allowed = tuple(name for name in allowed if name == configured)
    for name in allowed:
        module, _, attribute = name.rpartition(".")
        try:
            backend_class = getattr(importlib.import_module(module), attribute)
        except ImportError:
            continue
        if backend_class.viable:
            backend = backend_class()
            if sys.platform == "win32":
                # A roaming profile must not carry the key away from the data it opens.
                backend.persist = "local machine"
            found: object = backend
            return found
    return None


def _entry(name: str) -> str:
    """One entry per secret: Windows shuffles entries that share a service name."""
    return f"{APP} {name}"


def _no_answer(error: Exception) -> EnvironmentProblem:
    return EnvironmentProblem(
        "The keyring of this computer did not answer.",
        f"{type(error).__name__}: {error}" if str(error) else type(error).__name__,
        hint="Unlock the keyring and try again.",
        retryable=True,
    )


def _restrict_on_windows(path: Path) -> None:
    """Best effort: the profile folder of a user is closed to others already."""
    if sys.platform == "win32":
        user = os.environ.get("USERNAME", "")
        command = ["icacls", str(path), "/inheritance:r", "/grant:r", f"{user}:F"]
        flags = subprocess.CREATE_NO_WINDOW
        done = subprocess.run(command, capture_output=True, check=False, creationflags=flags)
        if done.returncode:
            _log.info("secrets.acl_failed code=%d", done.returncode)
