"""Requests over real proxies on this machine: dead ones, ones that ask for a sign-in, and none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from core.network.clients import HttpClients, Outlet
from core.network.proxies import DIRECT, NO_PROXY, Origin
from core.network.routes import Way
from core.network.sign_in import ProxySignIn
from tests.fakes.certificate import NAME, OwnCertificate, own_certificate
from tests.fakes.model_server import ModelServer
from tests.fakes.network import Network
from tests.fakes.outlets import NamedProxies, http_clients
from tests.fakes.proxy import Proxy

URL = f"http://{NAME}/probe"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    yield network
    network.close()


@pytest.fixture
def proxy(network: Network) -> Iterator[Proxy]:
    with Proxy(urlsplit(network.base).port or 0) as one:
        yield one


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> OwnCertificate:
    return own_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def secure(certificate: OwnCertificate) -> Iterator[ModelServer]:
    with ModelServer(tls=certificate.server) as one:
        yield one


def system(*proxies: str) -> HttpClients:
    return http_clients(lambda: NamedProxies(*proxies))


async def get(clients: HttpClients, url: str = URL, outlet: Outlet | None = None) -> int:
    async with clients.make(outlet or Outlet(), 5.0) as client:
        return (await client.get(url)).status_code


async def test_the_system_s_proxy_is_used_and_told(network: Network, proxy: Proxy) -> None:
    clients = system(proxy.url)
    assert await get(clients) == 204
    assert proxy.asked == [f"GET {URL}"]
    assert clients.routes.taken(URL) == Way(proxy.url, Origin.SCRIPT)


async def test_a_dead_proxy_is_followed_by_the_next(proxy: Proxy) -> None:
    clients = system(NOWHERE, proxy.url)
    assert await get(clients) == 204
    assert clients.routes.taken(URL) == Way(proxy.url, Origin.SCRIPT)
    assert (await clients.routes.to(URL)).proxies == (proxy.url, NOWHERE)


async def test_dead_proxies_are_named_and_not_gone_around(network: Network) -> None:
    with pytest.raises(httpx2.ConnectError, match=r"proxy 127\.0\.0\.1:9 cannot be reached"):
        await get(system(NOWHERE))
    assert network.asked == []


async def test_a_list_may_end_without_a_proxy() -> None:
    with pytest.raises(httpx2.ConnectError) as raised:
        await get(system(NOWHERE, DIRECT), "http://no-such-host.invalid/")
    assert "proxy" not in str(raised.value)


@pytest.mark.parametrize("proxies", [("socks5://127.0.0.1:9",), ("socks5://127.0.0.1:9", DIRECT)])
async def test_a_socks_proxy_is_told_and_not_gone_around(proxies: tuple[str, ...]) -> None:
    with pytest.raises(
        httpx2.TransportError, match=r"cannot use the proxy socks5://127\.0\.0\.1:9"
    ):
        await get(system(*proxies))


async def test_none_means_none(proxy: Proxy) -> None:
    with pytest.raises(httpx2.ConnectError):
        await get(system(proxy.url), "http://no-such-host.invalid/", Outlet(NO_PROXY))
    assert proxy.asked == []


async def test_a_proxy_hears_the_sign_in_that_is_for_it(proxy: Proxy) -> None:
    proxy.sign_in = "j.vandenberg:pass: wörd"
    sign_in = ProxySignIn(proxy.url, "j.vandenberg", "pass: wörd")
    assert await get(system(), outlet=Outlet(proxy.url, sign_in=sign_in)) == 204


async def test_a_proxy_that_the_network_names_never_hears_it(proxy: Proxy) -> None:
    proxy.sign_in = "me:secret"
    outlet = Outlet(sign_in=ProxySignIn("http://proxy.example.com:8080", "me", "secret"))
    with pytest.raises(httpx2.ProxyError, match="user name and a password"):
        await get(system(proxy.url), outlet=outlet)
    assert "proxy-authorization" not in proxy.headers[0]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_refusal_is_no_reason_for_another_way(proxy: Proxy, scheme: str) -> None:
    proxy.sign_in = "me:right"
    with Proxy() as other, pytest.raises(httpx2.ProxyError, match="user name and a password"):
        await get(system(proxy.url, other.url), f"{scheme}://{NAME}/")
    assert (len(proxy.asked), other.asked) == (1, [])


async def test_variables_hold_a_password_that_is_sent_but_not_told(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.sign_in = "me:secret"
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//me:secret@"))
    assert await get(http_clients()) == 204
    proxy.sign_in = "me:new"
    with pytest.raises(httpx2.ProxyError) as raised:
        await get(http_clients())
    assert "secret" not in str(raised.value)


async def test_only_the_named_certificate_is_trusted_also_behind_a_proxy(
    secure: ModelServer, certificate: OwnCertificate
) -> None:
    with Proxy(urlsplit(secure.url).port or 0) as proxy, Proxy() as other:
        clients = system(proxy.url, other.url)
        with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await get(clients, f"https://{NAME}/")
        # Whom we distrust behind one proxy, we do not look for behind another.
        assert other.asked == []
        outlet = Outlet(ca_file=str(certificate.file))
        assert await get(clients, f"https://{NAME}/", outlet) == 200
        assert proxy.asked == [f"CONNECT {NAME}:443"] * 2


async def test_a_file_that_holds_no_certificates_is_an_error_at_once(tmp_path: Path) -> None:
    file = tmp_path / "office.pem"
    file.write_text("nothing of the kind")
    with pytest.raises(OSError, match="CERTIFICATE"):
        system().make(Outlet(ca_file=str(file)), 5.0)


async def test_a_proxy_that_never_answers_is_left_in_time(proxy: Proxy) -> None:
    with closing(socket.create_server(("127.0.0.1", 0), backlog=1)) as deaf:
        silent = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        async with system(silent, proxy.url).make(Outlet(), 0.2) as client:
            # It takes the connection and says nothing: that is no dead proxy but a slow answer.
            with pytest.raises(httpx2.ReadTimeout):
                await client.get(URL)
    assert proxy.asked == []
