"""What went wrong between us and a model's server, told as one of our failures."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from core.copilot.model import FailureKind, ModelError

if TYPE_CHECKING:
    import anthropic

DETAIL_LIMIT = 2_000
REPLACEMENT = "\ufffd"
_LONGEST_WAIT = timedelta(hours=24)
_PROXY_REFUSES = 407

_KINDS: Mapping[int, FailureKind] = {
    401: FailureKind.REFUSED,
    403: FailureKind.REFUSED,
    404: FailureKind.NOT_FOUND,
    413: FailureKind.TOO_LONG,
    429: FailureKind.OVERLOADED,
    503: FailureKind.OVERLOADED,
    529: FailureKind.OVERLOADED,
}
# An error event in the middle of a stream has no status, but one of these types.
_TYPES: Mapping[str, FailureKind] = {
    "authentication_error": FailureKind.REFUSED,
    "permission_error": FailureKind.REFUSED,
    "not_found_error": FailureKind.NOT_FOUND,
    "request_too_large": FailureKind.TOO_LONG,
    "rate_limit_error": FailureKind.OVERLOADED,
    "overloaded_error": FailureKind.OVERLOADED,
    "invalid_request_error": FailureKind.REJECTED,
    "timeout_error": FailureKind.SILENT,
}
# How the maker's API, llama.cpp, Ollama, vLLM and LM Studio say that the context is full.
_TOO_LONG = re.compile(
    r"(?i)too long|too large|too many tokens|context (?:length|window|size)|maximum context"
    r"|exceeds? (?:the )?(?:available |model'?s? )?(?:context|token)|exceed_context|n_ctx"
)


def from_sdk(error: anthropic.APIError) -> ModelError:
    """An error of the SDK: a status, or no connection."""
    import anthropic

    if isinstance(error, anthropic.APIStatusError):
        detail = _reason(error.body) or error.message
        return of_status(error.status_code, detail, error.response.headers)
    if isinstance(error, anthropic.APIConnectionError):
        return from_transport(error, has_begun=False)
    return ModelError(FailureKind.INCOMPATIBLE, _short(str(error)))


def of_status(status: int, detail: str, headers: Mapping[str, str]) -> ModelError:
    """An answer that is no success."""
    if status == _PROXY_REFUSES:
        # It stands for the network: the model was not reached.
        return ModelError(FailureKind.OFFLINE, _short(f"The proxy asks for a sign-in. {detail}"))
    kind = _KINDS.get(status)
    if kind is None and 300 <= status < 400:
        kind = FailureKind.INCOMPATIBLE
    elif kind is None and 400 <= status < 500:
        kind = FailureKind.TOO_LONG if _TOO_LONG.search(detail) else FailureKind.REJECTED
    elif kind is None:
        kind = FailureKind.TOO_LONG if _TOO_LONG.search(detail) else FailureKind.SERVER
    return ModelError(kind, _short(detail), retry_after=_wait(headers))


def of_event(kind: str, detail: str) -> ModelError:
    """An error that was told in the middle of a stream."""
    if _TOO_LONG.search(detail):
        return ModelError(FailureKind.TOO_LONG, _short(detail))
    return ModelError(_TYPES.get(kind, FailureKind.SERVER), _short(detail))


def from_transport(error: BaseException, *, has_begun: bool) -> ModelError:
    """No connection, or one that broke."""
    causes = list(_causes(error))
    detail = _short("; ".join(dict.fromkeys(str(one) for one in causes if str(one))))
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return ModelError(FailureKind.TLS, detail)
    names = {type(one).__name__ for one in causes}
    if "ReadTimeout" in names:
        return ModelError(FailureKind.SILENT, detail)
    if has_begun or names & {"RemoteProtocolError", "ReadError"}:
        return ModelError(FailureKind.INTERRUPTED, detail)
    return ModelError(FailureKind.OFFLINE, detail)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _reason(body: object) -> str:
    """The reason in an error's body, wherever this kind of server writes it."""
    if isinstance(body, Mapping):
        inner = body.get("error", body.get("detail", body.get("message", "")))
        return _reason(inner)
    return body if isinstance(body, str) else ""


def asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    """How long the server asks to wait; None when it does not say, or it cannot be understood.

    Seconds or a date (RFC 9110, section 10.2.3); a date counts from the server's own clock.
    """
    retry_after = headers.get("retry-after", "")
    try:
        if "retry-after-ms" in headers:
            return timedelta(milliseconds=float(headers["retry-after-ms"]))
        return timedelta(seconds=float(retry_after))
    except (ValueError, OverflowError):
        try:
            return parsedate_to_datetime(retry_after) - parsedate_to_datetime(headers["date"])
        except (ValueError, TypeError, KeyError):
            return None


def _wait(headers: Mapping[str, str]) -> timedelta | None:
    wait = asked_wait(headers)
    return min(wait, _LONGEST_WAIT) if wait is not None and wait > timedelta() else None


def storable(text: str) -> str:
    """A text without what no database takes: halves of characters, and NUL."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", REPLACEMENT)


def _short(detail: str) -> str:
    return storable(detail.strip())[:DETAIL_LIMIT]
