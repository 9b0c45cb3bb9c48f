"""What is reachable now: the internet, and the models' addresses.

Quiet by design: an address that is not configured is never asked, and with none configured there is
no request at all. Redirects are never followed, so a captive portal is seen for what it is. Nobody
is told a key: whether something answers can be seen without one.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from core.clock import Clock
from core.settings.places import Place, place_of

if TYPE_CHECKING:
    import httpx

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
    proxy     on the way to the internet; empty means the system's. Near addresses need none
    ca_file   further trusted certificates (PEM)
    """

    internet: str = ""
    cloud: str = ""
    local: str = ""
    proxy: str = ""
    ca_file: str = ""

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

    def __init__(self, addresses: Addresses, clock: Clock, timeout: timedelta = TIMEOUT) -> None:
        self._addresses = addresses
        self._clock = clock
        self._timeout = timeout

    async def check(self) -> Connectivity:
        """One request per configured address, side by side; no exception leaves this."""
        ask = self._addresses
        if not ask.any_configured:
            return Connectivity()
        outward, near = await asyncio.to_thread(_clients, ask, self._timeout)
        async with outward, near:
            internet, cloud, local = await asyncio.gather(
                _ask(outward, ask.internet, _is_clear),
                *(
                    _ask(near if _is_near(base) else outward, _messages_of(base), _is_own)
                    for base in (ask.cloud, ask.local)
                ),
            )
        return Connectivity(internet, cloud, local, self._clock.now())


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


def _clients(
    addresses: Addresses, timeout: timedelta
) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
    """One that goes out by the proxy, and one for near addresses that never does."""
    # Imported here, off the start path and on a worker thread: both are slow to load.
    import httpx
    import truststore

    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if addresses.ca_file:
            trust.load_verify_locations(addresses.ca_file)
    except OSError as error:
        _log.info("connectivity.ca_file_unusable reason=%s", type(error).__name__)

    def client(proxy: str, *, by_system: bool) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            timeout=timeout.total_seconds(),
            follow_redirects=False,
            verify=trust,
            proxy=proxy or None,
            trust_env=by_system,
        )

    return client(addresses.proxy, by_system=True), client("", by_system=False)


def _is_near(address: str) -> bool:
    return place_of(address) is not Place.INTERNET


def _messages_of(base_address: str) -> str:
    return base_address.rstrip("/") + MODEL_PATH if base_address else ""


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


def _is_own(answer: httpx.Response) -> bool:
    """Whether a model's server said this. Sign-in pages come as HTML with the blessing of 200."""
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return not (is_page and answer.status_code == HTTPStatus.OK)
