"""How update metadata and files are fetched: by the project's rules for connections.

TLS is checked against the system's certificates, the proxy is the one the settings or the system
name, redirects are never followed, and nothing is waited for without an end.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
import truststore
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient.fetcher import FetcherInterface

from core.settings.places import Place, place_of
from sync.updates.refusal import Refusal, UpdateCancelledError, UpdateError

CONNECT_SECONDS = 10.0
SILENT_SECONDS = 20.0
METADATA_SECONDS = 60.0
FILE_SECONDS = 3600.0
"""How long a whole file may take, however steadily it comes."""


@dataclass(frozen=True, slots=True)
class Route:
    """The way to the internet: a proxy, empty for the system's, and further certificates (PEM)."""

    proxy: str = ""
    ca_file: str = ""


OpenClient = Callable[[str, Route], httpx.Client]


def open_client(address: str, route: Route) -> httpx.Client:
    """A client for one server. One on this laptop or its network is reached without a proxy.

    Raises:
        UpdateError: the address is neither https nor on this laptop.
        OSError: the file of certificates cannot be used.
    """
    refuse_open_address(address)
    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if route.ca_file:
        trust.load_verify_locations(route.ca_file)
    is_near = place_of(address) is not Place.INTERNET
    return httpx.Client(
        timeout=httpx.Timeout(SILENT_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        verify=trust,
        proxy=None if is_near else route.proxy or None,
        trust_env=not is_near,
    )


def refuse_open_address(address: str) -> None:
    """Refuse what others on the way could read: anything but https, except on this laptop."""
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
    """Reads one file after the other. Lengths are limited by who asks, time is limited here."""

    def __init__(self, client: httpx.Client, control: Control) -> None:
        self._client = client
        self._control = control
        self.seconds = METADATA_SECONDS

    def _fetch(self, url: str) -> Iterator[bytes]:
        refuse_open_address(url)
        until = time.monotonic() + self.seconds
        try:
            # Packed answers could grow without a limit; what is signed is the plain file anyway.
            plain = {"Accept-Encoding": "identity"}
            with self._client.stream("GET", url, headers=plain) as answer:
                if answer.status_code != HTTPStatus.OK:
                    raise DownloadHTTPError(f"status {answer.status_code}", answer.status_code)
                yield from self._chunks(answer, until)
        except httpx.ReadTimeout as error:
            raise SlowRetrievalError("nothing came for too long") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise DownloadError(type(error).__name__) from error

    def _chunks(self, answer: httpx.Response, until: float) -> Iterator[bytes]:
        received = 0
        for chunk in answer.iter_raw():
            if self._control.cancelled.is_set():
                raise UpdateCancelledError
            if time.monotonic() > until:
                raise SlowRetrievalError(f"not whole after {self.seconds:g} seconds")
            received += len(chunk)
            self._control.on_received(received)
            yield chunk
