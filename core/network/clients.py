"""Makes every HTTP client there is, so that none goes around the proxy or trusts anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.network.routes import Routes
from core.network.sign_in import ProxySignIn
from core.network.trust import trusting

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True, slots=True)
class Outlet:
    """What the settings say about connections.

    proxy    an address, `proxies.NO_PROXY`, or empty for the system's
    ca_file  further trusted certificates (PEM)
    """

    proxy: str = ""
    ca_file: str = ""
    sign_in: ProxySignIn | None = None


class HttpClients:
    """Whoever wants to connect to something gets its client here.

    Loads httpx2 and reads certificates, which may take a second: not on the window's thread.
    """

    def __init__(self, routes: Routes) -> None:
        self.routes = routes

    def make(self, outlet: Outlet, timeout: httpx2.Timeout | float) -> httpx2.AsyncClient:
        """A client for any address; redirects are answers to it.

        Raises:
            OSError: the file of certificates cannot be used.
        """
        import httpx2

        from core.network.transport import RoutedTransport

        trust = trusting(outlet.ca_file)
        return httpx2.AsyncClient(
            transport=RoutedTransport(self.routes, outlet.proxy, outlet.sign_in, trust),
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
        )
