"""One attempt of a call. The SDK repeats what failed; here is what it must not repeat.

By itself it waits as long as a server asks, hours even, and sends a long prompt again to a server
that is still thinking about the first one. An engineer waits for either without knowing why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from core.copilot.model import FailureKind, ModelError
from core.copilot.providers.anthropic_failures import asked_wait, from_transport

if TYPE_CHECKING:
    from anthropic import APIRequest, AsyncAPIResponse, AsyncCallNext

LONGEST_WAIT = timedelta(seconds=5)
"""A longer wait is told at once, and the engineer decides."""
_WAIT_HEADERS = ("retry-after", "retry-after-ms")


async def one_attempt(request: APIRequest, call_next: AsyncCallNext) -> AsyncAPIResponse[object]:
    """Runs inside the SDK's retries, once for each.

    Raises:
        ModelError: silent; the server took the request and does not even begin to answer. Or the
            proxy refuses who asks.
    """
    import anthropic

    try:
        answer = await call_next(request)
    except anthropic.APITimeoutError as error:
        failure = from_transport(error, has_begun=False)
        if failure.kind is FailureKind.SILENT:
            # The SDK repeats whatever its own timeout is the cause of.
            raise ModelError(failure.kind, "It did not begin to answer.") from None
        raise
    except anthropic.APIConnectionError as error:
        failure = from_transport(error, has_begun=False)
        if failure.kind is FailureKind.PROXY:
            # A second wrong password may lock an account.
            raise failure from None
        raise
    headers = answer.http_response.headers
    if _is_long(headers):
        headers["x-should-retry"] = "false"
    return answer


def _is_long(headers: Mapping[str, str]) -> bool:
    if not any(name in headers for name in _WAIT_HEADERS):
        return False
    wait = asked_wait(headers)
    return wait is None or wait > LONGEST_WAIT
