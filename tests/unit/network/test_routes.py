"""Ways are asked for off the caller's thread, kept for a while, and waited for only so long."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from core.network.proxies import DIRECT, NO_PROXY, Found, Origin
from core.network.routes import DEAD, KEPT, Routes, RouteUnknownError, Way
from core.network.words import way_words
from tests.fakes.outlets import NamedProxies

URL = "https://me:pw@api.example.com/v1/messages?client=Contoso"
ONE, TWO = "http://one:81", "http://two:82"


class Now:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class SlowProxies(NamedProxies):
    """Answers when it may."""

    def __init__(self) -> None:
        super().__init__(ONE)
        self.may = threading.Event()
        self.thread = ""

    def proxies_for(self, url: str) -> Found:
        self.thread = threading.current_thread().name
        assert self.may.wait(10)
        return super().proxies_for(url)


async def test_a_system_is_told_the_host_and_nothing_more() -> None:
    finder = NamedProxies(ONE)
    assert await Routes(lambda: finder).to(URL) == Found((ONE,), Origin.SCRIPT)
    assert finder.asked == ["https://api.example.com/"]


async def test_an_answer_is_kept_for_a_while_and_per_host() -> None:
    finder, now = NamedProxies(ONE), Now()
    routes = Routes(lambda: finder, now=now)
    for url in (URL, "https://api.example.com/other", "https://b.example.com/"):
        await routes.to(url)
    assert len(finder.asked) == 2
    now.seconds += KEPT.total_seconds() + 1
    await routes.to(URL)
    assert len(finder.asked) == 3
    routes.forget()
    await routes.to(URL)
    assert len(finder.asked) == 4


@pytest.mark.parametrize("proxy", ["", NO_PROXY, ONE])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]", "10.0.0.7", "nas.lan"])
async def test_near_addresses_are_direct_and_nobody_is_asked(host: str, proxy: str) -> None:
    finder = NamedProxies(ONE)
    assert await Routes(lambda: finder).to(f"http://{host}/", proxy) == Found(
        (DIRECT,), Origin.NEAR
    )
    assert finder.asked == []


async def test_the_settings_come_before_the_system_and_its_exceptions_before_both() -> None:
    finder = NamedProxies(ONE)
    routes = Routes(lambda: finder)
    assert await routes.to(URL, TWO) == Found((TWO,), Origin.SETTINGS)
    assert await routes.to(URL, NO_PROXY) == Found((DIRECT,), Origin.OFF)
    finder.exceptions.append("https://b.example.com/")
    assert await routes.to("https://b.example.com/", TWO) == Found((DIRECT,), Origin.EXCEPTION)
    assert finder.asked == []


async def test_a_slow_system_is_not_waited_for_and_never_gone_around() -> None:
    finder = SlowProxies()
    routes = Routes(lambda: finder, limit=timedelta(milliseconds=20))
    with pytest.raises(RouteUnknownError, match="did not say"):
        await routes.to(URL)
    assert finder.thread == "proxies"
    finder.may.set()
    patient = Routes(lambda: finder)
    assert (await patient.to(URL)).proxies == (ONE,)


async def test_an_answer_that_came_late_is_there_the_next_time() -> None:
    finder = SlowProxies()
    routes = Routes(lambda: finder, limit=timedelta(milliseconds=20))
    with pytest.raises(RouteUnknownError):
        await routes.to(URL)
    finder.may.set()
    async with asyncio.timeout(10):
        while True:
            try:
                assert (await routes.to(URL)).proxies == (ONE,)
                break
            except RouteUnknownError:
                continue
    assert finder.asked == ["https://api.example.com/"]


async def test_who_stops_waiting_takes_the_answer_from_nobody() -> None:
    finder = SlowProxies()
    routes = Routes(lambda: finder)
    first, second = (asyncio.ensure_future(routes.to(URL)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    finder.may.set()
    assert (await second).proxies == (ONE,)
    assert len(finder.asked) == 1


async def test_a_dead_proxy_comes_last_for_a_while() -> None:
    now = Now()
    routes = Routes(lambda: NamedProxies(ONE, TWO), now=now)
    routes.failed(ONE)
    assert (await routes.to(URL)).proxies == (TWO, ONE)
    now.seconds += DEAD.total_seconds() + 1
    assert (await routes.to(URL)).proxies == (ONE, TWO)


async def test_a_system_that_fails_is_asked_again() -> None:
    class Broken(NamedProxies):
        def proxies_for(self, url: str) -> Found:
            super().proxies_for(url)
            raise OSError("no such library")

    finder = Broken(ONE)
    routes = Routes(lambda: finder)
    for _ in range(2):
        with pytest.raises(RouteUnknownError, match="no such library"):
            await routes.to(URL)
    assert len(finder.asked) == 2


def test_a_way_is_told_without_its_password() -> None:
    said = way_words(Way("http://me:secret@proxy.corp:8080", Origin.SCRIPT))
    assert said == "Through the proxy proxy.corp:8080, named by the network's proxy script."
    for origin in Origin:
        assert way_words(Way(DIRECT, origin))
