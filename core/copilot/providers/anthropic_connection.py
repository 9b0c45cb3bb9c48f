"""Makes the SDK's client for one endpoint, and for that endpoint alone.

The SDK also listens to its surroundings: keys, addresses, profiles, headers, logging and tracing
in `ANTHROPIC_…` variables and files. Those belong to other programs. A key from there must never
reach a server on the laptop, so everything it would look up is told to it, or taken out.
"""

from __future__ import annotations

import logging
import os
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from core.copilot.connection import MAKERS_ADDRESS
from core.copilot.model import Endpoint, FailureKind, ModelError
from core.copilot.providers.anthropic_attempts import one_attempt
from core.settings.places import Place, place_of

if TYPE_CHECKING:
    import anthropic
    import httpx2

_NO_KEY = "none"


def connect(endpoint: Endpoint) -> anthropic.AsyncAnthropic:
    """The client. Loads the SDK and reads certificates, which may take a second.

    Raises:
        ModelError: the address, the proxy or the file of certificates cannot be used.
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
            http_client=_http_client(endpoint, timeout, is_direct=_is_direct(address)),
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
    endpoint: Endpoint, timeout: httpx2.Timeout, *, is_direct: bool
) -> httpx2.AsyncClient:
    """Certificates and proxies as the system has them.

    The SDK's own kind of client would prefer the system's proxy to the endpoint's.
    """
    import httpx2

    try:
        return httpx2.AsyncClient(
            verify=_certificates(endpoint.ca_file),
            timeout=timeout,
            follow_redirects=False,
            proxy=None if is_direct else endpoint.proxy or None,
            trust_env=not is_direct,
        )
    except (httpx2.InvalidURL, ValueError) as error:
        # The system's proxy is whatever somebody wrote there.
        raise ModelError(FailureKind.OFFLINE, f"The proxy: {error}") from error


def _is_direct(address: str) -> bool:
    """Nothing is in between for a near server, nor where the system says so for this one."""
    host = urlsplit(address).hostname or ""
    return place_of(address) is not Place.INTERNET or bool(proxy_bypass(host))


def _certificates(ca_file: str) -> ssl.SSLContext:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ModelError(FailureKind.TLS, f"{ca_file}: {reason}") from error
    return context
