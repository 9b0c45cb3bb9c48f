"""What is reachable now: the internet, and the models' addresses.

Quiet by design: an address that is not configured is never asked, and with none configured there is
no request at all. Redirects are never followed, so a captive portal is seen for what it is. Nobody
is told a key: whether something answers can be seen without one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from core.clock import Clock
from core.network.clients import HttpClients, Outlet

if TYPE_CHECKING:
    import httpx2

TIMEOUT = timedelta(seconds=5)
CALM = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=15)
SHORT_BODY = 256
MODEL_PATH = "/v1/messages"
"""Asked with GET it costs nothing, and no server that has it sends one elsewhere."""
_PORTAL_STATUSES = frozenset({301, 302, 303, 307, 308, 511})
_log = logging.getLogger(__name__)


class Reach(StrEnum):
    NOT_CONFIGURED = "not_configured"
    UNKNOWN = "unknown"
    REACHABLE = "reachable"
    PORTAL = "portal"
    """Something answered in place of the address: a sign-in page of the network."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What may be asked, and how to get there. Empty means: do not ask.

    internet  an address that answers 204, or 200 with a body shorter than 256 bytes
    cloud     the base address of the cloud model; any answer of its own counts
    local     the same of a model on this laptop or its network
    outlet    proxy and certificates. Near addresses are asked directly
    """

    internet: str = ""
    cloud: str = ""
    local: str = ""
    outlet: Outlet = field(default_factory=Outlet)

    @property
    def any_configured(self) -> bool:
        return bool(self.internet or self.cloud or self.local)


@dataclass(frozen=True, slots=True)
class Connectivity:
    """The newest knowledge about the network."""

    internet: Reach = Reach.NOT_CONFIGURED
    cloud: Reach = Reach.NOT_CONFIGURED
    local: Reach = Reach.NOT_CONFIGURED
    checked_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        """Nothing asked failed, so there is no reason to ask again soon."""
        good = (Reach.REACHABLE, Reach.NOT_CONFIGURED)
        return all(reach in good for reach in (self.internet, self.cloud, self.local))


class ConnectivityProbe:
    """Asks the configured addresses once."""

    def __init__(
        self,
        addresses: Addresses,
        clients: HttpClients,
        clock: Clock,
        timeout: timedelta = TIMEOUT,
    ) -> None:
        self._addresses = addresses
        self._clients = clients
        self._clock = clock
        self._timeout = timeout

    async def check(self) -> Connectivity:
        """One request per configured address, side by side; no exception leaves this."""
        ask = self._addresses
        if not ask.any_configured:
            return Connectivity()
        async with await asyncio.to_thread(self._client) as client:
            internet, cloud, local = await asyncio.gather(
                _ask(client, ask.internet, _is_clear),
                *(_ask(client, _messages_of(base), _is_own) for base in (ask.cloud, ask.local)),
            )
        return Connectivity(internet, cloud, local, self._clock.now())

    def forget_ways(self) -> None:
        """The network may be another one: ask the system anew for its proxies."""
        self._clients.routes.forget()

    def _client(self) -> httpx2.AsyncClient:
        outlet, seconds = self._addresses.outlet, self._timeout.total_seconds()
        try:
            return self._clients.make(outlet, seconds)
        except OSError as error:
            _log.info("connectivity.ca_file_unusable reason=%s", type(error).__name__)
            return self._clients.make(replace(outlet, ca_file=""), seconds)


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
            if not found.is_settled:
                # What failed may lead elsewhere by now.
                self._probe.forget_ways()
            self._tell(found)
            pause = CALM if found.is_settled else min(pause, CALM)
            await self._wait(pause)
            pause = self._first_retry if found.is_settled else pause * 2

    def nudge(self) -> None:
        self._probe.forget_ways()
        self._nudged.set()

    async def _wait(self, pause: timedelta) -> None:
        self._nudged.clear()
        try:
            await asyncio.wait_for(self._nudged.wait(), pause.total_seconds())
        except TimeoutError:
            return


def _messages_of(base_address: str) -> str:
    return base_address.rstrip("/") + MODEL_PATH if base_address else ""


async def _ask(
    client: httpx2.AsyncClient, address: str, is_clear: Callable[[httpx2.Response], bool]
) -> Reach:
    import httpx2

    if not address:
        return Reach.NOT_CONFIGURED
    try:
        answer = await client.get(address)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
        return Reach.UNREACHABLE
    if answer.status_code in _PORTAL_STATUSES or not is_clear(answer):
        return Reach.PORTAL
    return Reach.REACHABLE


def _is_clear(answer: httpx2.Response) -> bool:
    short = answer.status_code == HTTPStatus.OK and len(answer.content) < SHORT_BODY
    return answer.status_code == HTTPStatus.NO_CONTENT or short


def _is_own(answer: httpx2.Response) -> bool:
    """Whether a model's server said this. Sign-in pages come as HTML with the blessing of 200."""
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return not (is_page and answer.status_code == HTTPStatus.OK)
