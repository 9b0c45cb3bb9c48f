"""What is reachable now: the internet, and the model's address.

Quiet by design: an address that is not configured is never asked, and with none configured there is
no request at all. Redirects are never followed, so a captive portal is seen for what it is.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from core.clock import Clock

if TYPE_CHECKING:
    import httpx

TIMEOUT = timedelta(seconds=5)
CALM = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=15)
SHORT_BODY = 256
_PORTAL_STATUSES = frozenset({301, 302, 303, 307, 308, 511})


class Reach(StrEnum):
    NOT_CONFIGURED = "not_configured"
    UNKNOWN = "unknown"
    REACHABLE = "reachable"
    PORTAL = "portal"
    """Something answered in place of the address: a sign-in page of the network."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What may be asked. Empty means: do not ask.

    internet  an address that answers 204, or 200 with a body shorter than 256 bytes
    model     the base address of the model server; any answer of its own counts
    """

    internet: str = ""
    model: str = ""

    @property
    def any_configured(self) -> bool:
        return bool(self.internet or self.model)


@dataclass(frozen=True, slots=True)
class Connectivity:
    """The newest knowledge about the network."""

    internet: Reach = Reach.NOT_CONFIGURED
    model: Reach = Reach.NOT_CONFIGURED
    checked_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        """Nothing asked failed, so there is no reason to ask again soon."""
        good = (Reach.REACHABLE, Reach.NOT_CONFIGURED)
        return self.internet in good and self.model in good


class ConnectivityProbe:
    """Asks the configured addresses once."""

    def __init__(self, addresses: Addresses, clock: Clock, timeout: timedelta = TIMEOUT) -> None:
        self._addresses = addresses
        self._clock = clock
        self._timeout = timeout

    async def check(self) -> Connectivity:
        """One request per configured address, side by side; no exception leaves this."""
        if not self._addresses.any_configured:
            return Connectivity()
        client = await asyncio.to_thread(_client, self._timeout)
        async with client:
            internet, model = await asyncio.gather(
                _ask(client, self._addresses.internet, _is_clear),
                _ask(client, self._addresses.model, lambda _: True),
            )
        return Connectivity(internet, model, self._clock.now())


class ConnectivityWatch:
    """Repeats the check: every five minutes while all is well, sooner after a failure.

    `nudge` asks for a check now, for example after the laptop woke up or a request failed.
    """

    def __init__(
        self,
        probe: ConnectivityProbe,
        addresses: Addresses,
        tell: Callable[[Connectivity], None],
        first_retry: timedelta = FIRST_RETRY,
    ) -> None:
        self._probe = probe
        self._addresses = addresses
        self._tell = tell
        self._first_retry = first_retry
        self._nudged = asyncio.Event()

    async def run(self) -> None:
        """Check until cancelled. Ends at once when nothing is configured."""
        pause = self._first_retry
        while self._addresses.any_configured:
            found = await self._probe.check()
            self._tell(found)
            pause = CALM if found.is_settled else min(pause, CALM)
            await self._wait(pause)
            pause = self._first_retry if found.is_settled else pause * 2

    def nudge(self) -> None:
        self._nudged.set()

    async def _wait(self, pause: timedelta) -> None:
        self._nudged.clear()
        try:
            await asyncio.wait_for(self._nudged.wait(), pause.total_seconds())
        except TimeoutError:
            return


def _client(timeout: timedelta) -> httpx.AsyncClient:
    # Imported here, off the start path and on a worker thread: both are slow to load.
    import httpx
    import truststore

    return httpx.AsyncClient(
        timeout=timeout.total_seconds(),
        follow_redirects=False,
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    )


async def _ask(
    client: httpx.AsyncClient, address: str, is_clear: Callable[[httpx.Response], bool]
) -> Reach:
    import httpx

    if not address:
        return Reach.NOT_CONFIGURED
    try:
        answer = await client.get(address)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Reach.UNREACHABLE
    if answer.status_code in _PORTAL_STATUSES or not is_clear(answer):
        return Reach.PORTAL
    return Reach.REACHABLE


def _is_clear(answer: httpx.Response) -> bool:
    short = answer.status_code == HTTPStatus.OK and len(answer.content) < SHORT_BODY
    return answer.status_code == HTTPStatus.NO_CONTENT or short
