"""A secret store in memory that behaves like the real ones."""

from __future__ import annotations

from core.errors import EnvironmentProblem


class MemorySecretStore:
    """Keeps secrets for one test. `locked` makes it refuse, as a locked keyring does."""

    def __init__(self, weakness: str = "") -> None:
        self.weakness = weakness
        self.locked = False
        self.secrets: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        self._check()
        return self.secrets.get(name)

    def write(self, name: str, secret: str) -> None:
        self._check()
        self.secrets[name] = secret

    def forget(self, name: str) -> None:
        self._check()
        self.secrets.pop(name, None)

    def _check(self) -> None:
        if self.locked:
            raise EnvironmentProblem("The keyring of this computer did not answer.", retryable=True)
