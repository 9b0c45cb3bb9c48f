"""The name and password for a proxy. The password is kept by the secret store and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.errors import UserError
from core.network.proxies import with_scheme
from core.secrets import SecretStore

PASSWORD_LIMIT = 256
_NAME = "proxy-password"


@dataclass(frozen=True, slots=True)
class ProxySignIn:
    """For one proxy alone: a network may name any other, and would be told the password."""

    proxy: str
    user: str
    password: str = field(repr=False)

    def is_for(self, proxy: str) -> bool:
        """Whether this is the proxy that may be told."""
        return _place(self.proxy) == _place(proxy)


class ProxyPassword:
    """Every method may wait for the keyring: not on the window's thread.

    Raises (all methods):
        EnvironmentProblem: the keyring does not answer.
    """

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    def read(self) -> str:
        """The password, empty when there is none."""
        return self._secrets.read(_NAME) or ""

    def keep(self, password: str) -> None:
        """Store it in place of the old one; an empty one removes it.

        Raises:
            UserError: it cannot be sent.
        """
        if not password:
            self._secrets.forget(_NAME)
            return
        if not password.isprintable() or len(password) > PASSWORD_LIMIT:
            raise UserError(
                f"A proxy's password has at most {PASSWORD_LIMIT} characters on one line.",
                field="proxy_password",
            )
        self._secrets.write(_NAME, password)


def _place(proxy: str) -> tuple[str | None, int | None]:
    parts = urlsplit(with_scheme(proxy))
    return parts.hostname, parts.port
