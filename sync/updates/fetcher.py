"""How update metadata and files are fetched: by the project's rules for connections.

Proxies and certificates are those of every connection (core/network), redirects are never
followed, and nothing is waited for without an end.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self, TypeVar

import httpx2
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient.fetcher import FetcherInterface

from core.network.clients import HttpClients, Outlet
from core.network.transport import NoWayError
from core.settings.places import Place, place_of
from sync.updates.refusal import Refusal, UpdateCancelledError, UpdateError

T = TypeVar("T")
TIMEOUT = httpx2.Timeout(20.0, connect=10.0)
METADATA_SECONDS = 60.0
FILE_SECONDS = 3600.0
"""How long a whole file may take, however steadily it comes."""


def refuse_open_address(address: str) -> None:
    """Refuse what others on the way could read: anything but https, except on this laptop.

    Raises:
        UpdateError: it is such an address.
    """
    is_safe = address.startswith("https://")
    if not is_safe and not (address.startswith("http://") and place_of(address) is Place.LAPTOP):
        raise UpdateError(Refusal.BAD_ADDRESS)


@dataclass(slots=True)
class Control:
    """One check or download under way: stops it, and hears how much has come.

    `on_received` is called on the thread that reads, with the bytes of the present file.
    """

    on_received: Callable[[int], None] = lambda _: None
    cancelled: threading.Event = field(default_factory=threading.Event)


class HttpFetcher(FetcherInterface):
    """Reads one file after the other, on one thread. Close it there.

    The framework asks and waits; the client that knows the proxies wants an event loop, so there
    is one here that runs while something is waited for. Lengths are limited by who asks.
    """

    def __init__(self, clients: HttpClients, outlet: Outlet, control: Control) -> None:
        """Make the client.

        Raises:
            OSError: the file of certificates cannot be used.
        """
        self._client = clients.make(outlet, TIMEOUT)
        self._loop = asyncio.Runner()
        self._control = control
        self._until = 0.0
        self._answer: httpx2.Response | None = None
        self.seconds = METADATA_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()
        self._loop.run(self._client.aclose())
        self._loop.close()

    def _fetch(self, url: str) -> Iterator[bytes]:
        refuse_open_address(url)
        self._until = time.monotonic() + self.seconds
        try:
            yield from self._read(url)
        except httpx2.ReadTimeout as error:
            raise SlowRetrievalError("nothing came for too long") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise _of_transport(error) from error

    def _read(self, url: str) -> Iterator[bytes]:
        self._leave()
        # Packed answers could grow without a limit; what is signed is the plain file anyway.
        request = self._client.build_request("GET", url, headers={"Accept-Encoding": "identity"})
        self._answer = answer = self._wait(self._client.send(request, stream=True))
        if answer.status_code != HTTPStatus.OK:
            raise DownloadHTTPError(f"status {answer.status_code}", answer.status_code)
        chunks = answer.aiter_raw()
        received = 0
        while chunk := self._wait(_next(chunks)):
            received += len(chunk)
            self._control.on_received(received)
            yield chunk

    def _leave(self) -> None:
        """Be done with the answer before; whoever read it may have stopped in its middle."""
        answer, self._answer = self._answer, None
        if answer is not None:
            self._loop.run(answer.aclose())

    def _wait(self, step: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(self._limited(step))

    async def _limited(self, step: Coroutine[Any, Any, T]) -> T:
        """The result of a step, if it comes in the time that is left for the file."""
        try:
            async with asyncio.timeout(self._until - time.monotonic()):
                result = await step
        except TimeoutError as error:
            raise SlowRetrievalError(f"not whole after {self.seconds:g} seconds") from error
        if self._control.cancelled.is_set():
            raise UpdateCancelledError
        return result


async def _next(chunks: AsyncIterator[bytes]) -> bytes:
    """The next bytes; none at the end."""
    async for chunk in chunks:
        if chunk:
            return bytes(chunk)
    return b""


def _of_transport(error: Exception) -> Exception:
    """What a broken connection means. A proxy is named: “not reached” alone leads elsewhere."""
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return UpdateError(Refusal.NOT_TRUSTED, type(error).__name__)
    said = str(error)
    if isinstance(error, NoWayError | httpx2.ProxyError) or said.startswith("The proxy"):
        return UpdateError(Refusal.NOT_REACHED, type(error).__name__, why=f"{said.rstrip('.')}.")
    return DownloadError(type(error).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        error = error.__cause__ or error.__context__
