"""Sends a request by the way that leads to its address, and by the next one where one is dead."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from http import HTTPStatus
from typing import NoReturn

import httpx2

from core.network.proxies import DIRECT, Found, is_usable, shown
from core.network.routes import Routes, RouteUnknownError, Way
from core.network.sign_in import ProxySignIn

_CONNECTS = (httpx2.ConnectError, httpx2.ConnectTimeout)
_SIGN_IN = str(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED.value)


class NoWayError(httpx2.TransportError):
    """There is no proxy that can be used, or the system does not say which one."""


class ProxySignInError(httpx2.ProxyError):
    """The proxy asks for a name and a password, or refuses those that it got."""


class RoutedTransport(httpx2.AsyncBaseTransport):
    """One pool of connections for each proxy, and one without.

    Only a proxy that cannot be reached is left for the next: one that answers has decided, and a
    server that is not trusted does not become so on another way.
    """

    def __init__(
        self, routes: Routes, proxy: str, sign_in: ProxySignIn | None, trust: ssl.SSLContext
    ) -> None:
        self._routes = routes
        self._proxy = proxy
        self._sign_in = sign_in
        self._trust = trust
        self._pools: dict[str, httpx2.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request. See the module.

        Raises:
            NoWayError, ProxySignInError: see there.
            httpx2.TransportError: as httpx2 has them.
        """
        url = str(request.url)
        try:
            found = await self._routes.to(url, self._proxy)
        except RouteUnknownError as error:
            raise NoWayError(str(error)) from error
        ways = _usable(found)
        for number, proxy in enumerate(ways, 1):
            self._routes.take(url, Way(proxy, found.origin))
            try:
                return await self._send(request, proxy)
            except _CONNECTS as error:
                if _is_distrust(error):
                    raise
                self._routes.failed(proxy)
                if number == len(ways):
                    _tell(error, proxy)
        raise NoWayError("There is no way.")

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def _send(self, request: httpx2.Request, proxy: str) -> httpx2.Response:
        try:
            answer = await self._pool(proxy).handle_async_request(request)
        except httpx2.ProxyError as error:
            if str(error).startswith(_SIGN_IN):
                raise ProxySignInError(_sign_in_words(proxy)) from error
            raise httpx2.ProxyError(
                f"The proxy {shown(proxy)} does not let this through"
            ) from error
        if proxy != DIRECT and answer.status_code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            await answer.aclose()
            raise ProxySignInError(_sign_in_words(proxy))
        return answer

    def _pool(self, proxy: str) -> httpx2.AsyncHTTPTransport:
        if proxy not in self._pools:
            self._pools[proxy] = httpx2.AsyncHTTPTransport(
                verify=self._trust,
                trust_env=False,
                proxy=None if proxy == DIRECT else self._proxy_of(proxy),
            )
        return self._pools[proxy]

    def _proxy_of(self, proxy: str) -> httpx2.Proxy:
        secure = self._trust if proxy.startswith("https:") else None
        signs_in = self._sign_in is not None and self._sign_in.is_for(proxy)
        auth = (self._sign_in.user, self._sign_in.password) if self._sign_in and signs_in else None
        try:
            return httpx2.Proxy(proxy, ssl_context=secure, auth=auth)
        except (httpx2.InvalidURL, ValueError) as error:
            # Whoever set up the system wrote there what they liked.
            raise NoWayError(f"The proxy's address cannot be used: {error}") from None


def _usable(found: Found) -> list[str]:
    """The ways in their order. One that we cannot speak to is not gone around without a proxy."""
    usable = [proxy for proxy in found.proxies if is_usable(proxy)]
    strange = [proxy for proxy in found.proxies if not is_usable(proxy)]
    if strange:
        usable = [proxy for proxy in usable if proxy != DIRECT]
    if not usable:
        raise NoWayError(
            f"FlowPilot cannot use the proxy {shown(strange[0])}: it takes HTTP proxies only."
        )
    return usable


def _tell(error: Exception, proxy: str) -> NoReturn:
    """Raise what happened, with the proxy named: “refused” alone leads to the wrong place."""
    if proxy == DIRECT:
        raise error
    raise type(error)(f"The proxy {shown(proxy)} cannot be reached") from error


def _sign_in_words(proxy: str) -> str:
    return f"The proxy {shown(proxy)} asks for a user name and a password."


def _is_distrust(error: BaseException) -> bool:
    return any(isinstance(one, ssl.SSLError) for one in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
