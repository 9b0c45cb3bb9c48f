"""What the probe says about a network, asked over real sockets on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.clock import SystemClock
from core.network.clients import Outlet
from sync.connectivity import (
    Addresses,
    Connectivity,
    ConnectivityProbe,
    ConnectivityWatch,
    Reach,
)
from tests.fakes.network import Network
from tests.fakes.outlets import NamedProxies, http_clients


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    yield network
    network.close()


async def check(addresses: Addresses) -> Connectivity:
    return await ConnectivityProbe(
        addresses, http_clients(), SystemClock(), timedelta(seconds=1)
    ).check()


async def test_nothing_configured_asks_nobody(network: Network) -> None:
    assert await check(Addresses()) == Connectivity()
    assert network.asked == []


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (204, b"", Reach.REACHABLE),
        (200, b"Success", Reach.REACHABLE),
        (200, b"<html>Please sign in" + b" " * 300, Reach.PORTAL),
        (302, b"", Reach.PORTAL),
        (511, b"", Reach.PORTAL),
        (500, b"", Reach.PORTAL),
    ],
)
async def test_only_the_expected_answer_is_the_internet(
    network: Network, status: int, body: bytes, expected: Reach
) -> None:
    network.status, network.body = status, body
    assert (await check(Addresses(internet=network.address))).internet is expected


async def test_a_redirect_is_not_followed(network: Network) -> None:
    network.status, network.headers = 302, {"Location": network.address + "/portal"}
    await check(Addresses(internet=network.address))
    assert network.asked == ["/probe"]


async def test_a_closed_port_is_unreachable(network: Network) -> None:
    address = network.address
    network.close()
    assert (await check(Addresses(internet=address))).internet is Reach.UNREACHABLE


async def test_a_bad_address_is_unreachable_not_an_exception() -> None:
    found = await check(
        Addresses(internet="http://127.0.0.1:notaport", cloud="nonsense", local="http://")
    )
    assert found.internet is found.cloud is found.local is Reach.UNREACHABLE


@pytest.mark.parametrize("status", [200, 401, 404, 405, 500])
async def test_any_own_answer_of_a_model_counts(network: Network, status: int) -> None:
    network.status = status
    found = await check(Addresses(cloud=network.base, local=f"{network.base}/"))
    assert found.internet is Reach.NOT_CONFIGURED
    assert found.cloud is found.local is Reach.REACHABLE
    assert network.asked == ["/v1/messages", "/v1/messages"]


async def test_a_sign_in_page_is_no_model(network: Network) -> None:
    network.status, network.headers = 302, {"Location": "http://127.0.0.1/login"}
    assert (await check(Addresses(cloud=network.base))).cloud is Reach.PORTAL
    network.status, network.headers = 200, {"Content-Type": "text/html; charset=utf-8"}
    assert (await check(Addresses(cloud=network.base))).cloud is Reach.PORTAL


async def test_models_are_told_apart(network: Network) -> None:
    found = await check(Addresses(cloud="http://127.0.0.1:9", local=network.base))
    assert (found.cloud, found.local) == (Reach.UNREACHABLE, Reach.REACHABLE)
    assert not found.is_settled


async def test_only_the_way_out_leads_through_the_proxy(network: Network) -> None:
    found = await check(
        Addresses(
            cloud="http://model.example",
            local="http://127.0.0.1:9",
            outlet=Outlet(network.base),
        )
    )
    assert found.cloud is Reach.REACHABLE
    assert found.local is Reach.UNREACHABLE
    assert network.asked == ["http://model.example/v1/messages"]


async def test_the_proxy_of_the_system_is_not_asked_for_a_near_address(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    found = await check(Addresses(internet="http://status.example/ok", local=network.base))
    assert (found.internet, found.local) == (Reach.UNREACHABLE, Reach.REACHABLE)


async def test_a_file_of_certificates_that_is_gone_raises_nothing(network: Network) -> None:
    found = await check(Addresses(local=network.base, outlet=Outlet(ca_file="/nowhere/ca.pem")))
    assert found.local is Reach.REACHABLE


async def test_the_watch_ends_when_nothing_is_configured() -> None:
    told: list[Connectivity] = []
    addresses = Addresses()
    watch = ConnectivityWatch(
        ConnectivityProbe(addresses, http_clients(), SystemClock()), addresses, told.append
    )
    await asyncio.wait_for(watch.run(), 1)
    assert told == []


async def test_a_nudge_asks_again_at_once(network: Network) -> None:
    told: asyncio.Queue[Connectivity] = asyncio.Queue()
    addresses = Addresses(internet=network.address)
    watch = ConnectivityWatch(
        ConnectivityProbe(addresses, http_clients(), SystemClock()), addresses, told.put_nowait
    )
    running = asyncio.ensure_future(watch.run())
    await asyncio.wait_for(told.get(), 5)
    await asyncio.wait_for(_nudge_until_told(watch, told), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(network.asked) == 2


async def _nudge_until_told(watch: ConnectivityWatch, told: asyncio.Queue[Connectivity]) -> None:
    await asyncio.sleep(0)
    watch.nudge()
    await told.get()


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", ""])
async def test_after_a_failure_the_system_is_asked_anew_for_its_proxies(
    network: Network, proxy: str
) -> None:
    finder = NamedProxies(proxy or network.base)
    clients = http_clients(lambda: finder)
    addresses = Addresses(internet="http://status.example/ok")
    probe = ConnectivityProbe(addresses, clients, SystemClock(), timedelta(seconds=1))
    told: asyncio.Queue[Connectivity] = asyncio.Queue()
    watch = ConnectivityWatch(probe, addresses, told.put_nowait, timedelta(milliseconds=20))
    running = asyncio.ensure_future(watch.run())
    await asyncio.wait_for(told.get(), 5)
    assert len(finder.asked) == 1
    if proxy:
        await asyncio.wait_for(told.get(), 5)
    else:
        await asyncio.wait_for(_nudge_until_told(watch, told), 5)
    assert len(finder.asked) >= 2
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
