"""Ways out of this machine for tests: what the variables say, or a list that a test wrote."""

from __future__ import annotations

from collections.abc import Callable

from core.network.clients import HttpClients
from core.network.environment import EnvironmentProxies
from core.network.proxies import Found, Origin, ProxyFinder
from core.network.routes import Routes


class NamedProxies:
    """A system that names these proxies for every address.

    asked  the addresses it was asked about
    """

    def __init__(self, *proxies: str, origin: Origin = Origin.SCRIPT) -> None:
        self.found = Found(proxies, origin)
        self.asked: list[str] = []
        self.exceptions: list[str] = []

    def proxies_for(self, url: str) -> Found:
        self.asked.append(url)
        return self.found

    def is_excepted(self, url: str) -> bool:
        return url in self.exceptions

    def forget(self) -> None:
        """Nothing is kept."""


def http_clients(make_finder: Callable[[], ProxyFinder] = EnvironmentProxies) -> HttpClients:
    """Makes clients that ask this system for its proxies."""
    return HttpClients(Routes(make_finder))
