"""Makes the SDK's client for one endpoint, and for that endpoint alone.

The SDK also listens to its surroundings: keys, addresses, profiles, headers, logging and tracing
in `ANTHROPIC_…` variables and files. Those belong to other programs. A key from there must never
reach a server on the laptop, so everything it would look up is told to it, or taken out.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from core.copilot.connection import MAKERS_ADDRESS
from core.copilot.model import Endpoint, FailureKind, ModelError
from core.copilot.providers.anthropic_attempts import one_attempt
from core.network.clients import HttpClients

if TYPE_CHECKING:
    import anthropic
    import httpx2

_NO_KEY = "none"


def connect(endpoint: Endpoint, clients: HttpClients) -> anthropic.AsyncAnthropic:
    """The client. Loads the SDK and reads certificates, which may take a second.

    Raises:
        ModelError: the address or the file of certificates cannot be used.
    """
    import anthropic
    import httpx2

    # Below that it tells of whole requests, and those stay out of our log at any level.
    logging.getLogger("anthropic").setLevel(logging.INFO)
    timeout = httpx2.Timeout(
        endpoint.stall_limit.total_seconds(), connect=endpoint.connect_timeout.total_seconds()
    )
    address = endpoint.base_url or MAKERS_ADDRESS
    try:
        return anthropic.AsyncAnthropic(
            api_key=endpoint.api_key or _NO_KEY,
            base_url=address,
            default_headers=_headers(endpoint),  # type: ignore[arg-type]  # takes Omit, says not
            max_retries=1,
            timeout=timeout,
            open_telemetry=False,
            middleware=[one_attempt],
            http_client=_http_client(endpoint, timeout, clients),
        )
    except (httpx2.InvalidURL, ValueError) as error:
        raise ModelError(FailureKind.OFFLINE, f"The address: {error}") from error


def _headers(endpoint: Endpoint) -> dict[str, str | anthropic.Omit]:
    import anthropic

    ambient = os.environ.get("ANTHROPIC_CUSTOM_HEADERS", "").split("\n")
    key = f"Bearer {endpoint.api_key}" if endpoint.api_key else anthropic.Omit()
    return {
        **{line.partition(":")[0].strip(): anthropic.Omit() for line in ambient if ":" in line},
        "Authorization": key,
        **dict(endpoint.headers),
    }


def _http_client(
    endpoint: Endpoint, timeout: httpx2.Timeout, clients: HttpClients
) -> httpx2.AsyncClient:
    """Certificates and proxies as everywhere: the SDK's own kind of client has its own ways."""
    try:
        return clients.make(endpoint.outlet, timeout)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(FailureKind.TLS, f"{endpoint.ca_file}: {reason}") from error
