"""What went wrong between us and a model's server, told as one of our failures."""

from __future__ import annotations

import re
import ssl
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from core.copilot.model import FailureKind, ModelError
from core.copilot.providers.anthropic_details import error_in, plain, reason_of, short

if TYPE_CHECKING:
    import anthropic

_LONGEST_WAIT = timedelta(hours=24)
_PROXY_REFUSES = 407

_KINDS: Mapping[int, FailureKind] = {
    401: FailureKind.REFUSED,
    403: FailureKind.REFUSED,
    404: FailureKind.NOT_FOUND,
    # What answers is no model's server: a web server, a proxy, the sign-in of a network.
    405: FailureKind.INCOMPATIBLE,
    501: FailureKind.INCOMPATIBLE,
    511: FailureKind.INCOMPATIBLE,
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
_LEARN = re.compile(r"(?i)\bmcp|anthropic-beta|\bbeta\b|microsoft-learn")
# These stay the same without it.
_NOT_OF_LEARN = frozenset(
    {
        FailureKind.OFFLINE,
        FailureKind.PROXY,
        FailureKind.TLS,
        FailureKind.OVERLOADED,
        FailureKind.TOO_LONG,
    }
)
# "Connection error." and "unhandled errors in a TaskGroup" help nobody.
_SAY_NOTHING = ("APIConnectionError", "APITimeoutError", "ExceptionGroup")


def from_sdk(error: anthropic.APIError) -> ModelError:
    """An error of the SDK: a status, or no connection."""
    import anthropic

    if isinstance(error, anthropic.APIStatusError):
        detail = reason_of(error.body) or plain(error.message)
        return of_status(error.status_code, detail, error.response.headers)
    if isinstance(error, anthropic.APIConnectionError):
        return from_transport(error, has_begun=False)
    return ModelError(FailureKind.INCOMPATIBLE, short(str(error)))


def of_status(status: int, detail: str, headers: Mapping[str, str]) -> ModelError:
    """An answer that is no success."""
    if status == _PROXY_REFUSES:
        # It stands for the network: the model was not reached.
        return ModelError(FailureKind.PROXY, short(f"The proxy asks for a sign-in. {detail}"))
    kind = _KINDS.get(status)
    if kind is None and 300 <= status < 400:
        kind = FailureKind.INCOMPATIBLE
    elif kind is None and 400 <= status < 500:
        kind = FailureKind.TOO_LONG if _TOO_LONG.search(detail) else FailureKind.REJECTED
    elif kind is None:
        kind = FailureKind.TOO_LONG if _TOO_LONG.search(detail) else FailureKind.SERVER
    return ModelError(kind, short(detail), retry_after=_wait(headers))


def of_event(kind: str, detail: str) -> ModelError:
    """An error that was told in the middle of a stream."""
    if _TOO_LONG.search(detail):
        return ModelError(FailureKind.TOO_LONG, short(detail))
    return ModelError(_TYPES.get(kind, FailureKind.SERVER), short(detail))


def of_no_stream(content_type: str, content: bytes) -> ModelError:
    """A success that is no stream of events. Some servers tell of errors that way."""
    error = error_in(content)
    if error is not None:
        return of_event(*error)
    kind = content_type.partition(";")[0]
    said = plain(content.decode("utf-8", "replace")) if "html" in kind else ""
    detail = f"It answered with {kind} in place of a stream."
    return ModelError(FailureKind.INCOMPATIBLE, short(f"{detail} {said}"))


def is_of_learn(error: ModelError) -> bool:
    """Whether the same question may be answered without looking things up."""
    if error.partial or error.kind in _NOT_OF_LEARN:
        return False
    return bool(_LEARN.search(error.detail))


def from_transport(error: BaseException, *, has_begun: bool) -> ModelError:
    """No connection, or one that broke."""
    causes = list(_causes(error))
    names = {type(one).__name__ for one in causes}
    if "LocalProtocolError" in names:
        # The system's words repeat what was to be sent.
        return ModelError(FailureKind.REJECTED, "The key or a header holds what cannot be sent.")
    said = (str(one) for one in causes if type(one).__name__ not in _SAY_NOTHING)
    detail = short("; ".join(dict.fromkeys(filter(None, said))))
    return ModelError(_kind_of(causes, names, detail, has_begun=has_begun), detail)


def _kind_of(
    causes: Sequence[BaseException], names: Collection[str], detail: str, *, has_begun: bool
) -> FailureKind:
    if "ProxySignInError" in names:
        return FailureKind.PROXY
    if "ReadTimeout" in names:
        return FailureKind.SILENT
    if has_begun:
        return FailureKind.INTERRUPTED
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return FailureKind.TLS
    if "DecodingError" in names or ("RemoteProtocolError" in names and "illegal" in detail):
        return FailureKind.INCOMPATIBLE
    if "RemoteProtocolError" in names or "ReadError" in names:
        return FailureKind.INTERRUPTED
    return FailureKind.OFFLINE


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, the newest first."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting.append(one.__cause__ or one.__context__)
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


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
