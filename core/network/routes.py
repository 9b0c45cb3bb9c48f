"""Which way leads to an address: asked of the system when needed, and known for a while."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from core.network.proxies import DIRECT, NO_PROXY, Found, Origin, ProxyFinder, with_scheme
from core.settings.places import Place, place_of

LIMIT = timedelta(seconds=10)
"""How long the system may take to say: it may have to fetch a script first."""
KEPT = timedelta(minutes=5)
DEAD = timedelta(minutes=1)
"""How long a proxy that did not answer comes last."""


class RouteUnknownError(Exception):
    """The system did not say in time which proxy to use; going without one may not be allowed."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way that was taken: a proxy or `DIRECT`, and who said so."""

    proxy: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Question:
    answer: Future[Found]
    asked_at: float


class Routes:
    """Used on any thread and any event loop. The system is asked on threads of its own."""

    def __init__(
        self,
        make_finder: Callable[[], ProxyFinder],
        limit: timedelta = LIMIT,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make_finder = make_finder
        self._limit = limit
        self._now = now
        self._lock = threading.Lock()
        self._finder: ProxyFinder | None = None
        self._questions: dict[tuple[str, str], _Question] = {}
        self._dead: dict[str, float] = {}
        self._taken: dict[str, Way] = {}

    async def to(self, url: str, proxy: str = "") -> Found:
        """The ways to an address. `proxy` is the address in the settings, `NO_PROXY` or empty.

        Raises:
            RouteUnknownError: the system did not say in time.
        """
        if place_of(url) is not Place.INTERNET:
            return Found((DIRECT,), Origin.NEAR)
        if proxy == NO_PROXY:
            return Found((DIRECT,), Origin.OFF)
        asked = self._ask(url, proxy)
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                # Who stops waiting does not take the answer away from others who wait for it.
                found = await asyncio.shield(asyncio.wrap_future(asked))
        except TimeoutError:
            seconds = f"{self._limit.total_seconds():.0f}"
            raise RouteUnknownError(
                f"The system did not say within {seconds} seconds which proxy to use."
            ) from None
        return Found(self._living_first(found.proxies), found.origin)

    def take(self, url: str, way: Way) -> None:
        """Remember by which way an address is tried now."""
        self._taken[_host(url)] = way

    def taken(self, url: str) -> Way | None:
        """By which way an address was tried last."""
        return self._taken.get(_host(url))

    def failed(self, proxy: str) -> None:
        """A proxy does not answer: for a while the others come first."""
        if proxy != DIRECT:
            self._dead[proxy] = self._now() + DEAD.total_seconds()

    def forget(self) -> None:
        """The network or the settings changed: everything is asked anew."""
        with self._lock:
            self._questions.clear()
            self._dead.clear()
            finder = self._finder
        if finder is not None:
            finder.forget()

    def _ask(self, url: str, proxy: str) -> Future[Found]:
        """The newest answer, or one that is on its way."""
        # A script may be told of host names, never of paths.
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
        now = self._now()
        with self._lock:
            known = self._questions.get((address, proxy))
            if known is not None and not _is_stale(known, now):
                return known.answer
            answer: Future[Found] = Future()
            self._questions[address, proxy] = _Question(answer, now)
        # A daemon: the end of the program does not wait for a script that does not come.
        threading.Thread(
            target=self._find, args=(answer, address, proxy), name="proxies", daemon=True
        ).start()
        return answer

    def _find(self, answer: Future[Found], address: str, proxy: str) -> None:
        try:
            finder = self._known_finder()
            if not proxy:
                answer.set_result(finder.proxies_for(address))
            elif finder.is_excepted(address):
                answer.set_result(Found((DIRECT,), Origin.EXCEPTION))
            else:
                answer.set_result(Found((with_scheme(proxy),), Origin.SETTINGS))
        except (OSError, ValueError) as error:
            answer.set_exception(RouteUnknownError(f"The system's proxies: {error}"))

    def _known_finder(self) -> ProxyFinder:
        with self._lock:
            if self._finder is None:
                self._finder = self._make_finder()
            return self._finder

    def _living_first(self, proxies: tuple[str, ...]) -> tuple[str, ...]:
        now = self._now()
        return tuple(sorted(proxies, key=lambda one: self._dead.get(one, 0.0) > now))


def _is_stale(question: _Question, now: float) -> bool:
    if not question.answer.done():
        return False
    is_old = now - question.asked_at > KEPT.total_seconds()
    return is_old or question.answer.exception() is not None


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]
