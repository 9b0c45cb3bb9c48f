"""What a language model is asked and what it answers, in plain values.

Nothing here knows an SDK: the adapter in `providers/anthropic*.py` speaks for every server that
understands the Messages API. A `ModelRequest` is exactly what leaves the laptop; it is redacted,
previewed and logged in this form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from core.errors import RemoteError
from core.network.clients import Outlet
from core.network.sign_in import ProxySignIn


class ModelAction(StrEnum):
    """Why a model is asked. The tier follows from it (domain.md section 2)."""

    CHAT = "chat"
    FACT_SYNTHESIS = "fact_synthesis"
    RESOLUTION_NOTE = "resolution_note"
    ESCALATION_PACKAGE = "escalation_package"
    TEMPLATE_EXTRACTION = "template_extraction"
    SCRIPT_BUILD = "script_build"
    CONNECTION_TEST = "connection_test"

    @property
    def tier(self) -> ModelTier:
        return ModelTier.FAST if self is self.FACT_SYNTHESIS else ModelTier.STANDARD


class ModelTier(StrEnum):
    FAST = "fast"
    STANDARD = "standard"


class Speaker(StrEnum):
    """Who a message of a request is from. There is no `system` speaker among messages."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class TextPart:
    text: str


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture, already small enough. `media_type` is image/png or image/jpeg."""

    media_type: str
    content: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class SystemBlock:
    """A part of the one system prompt. `cached`: the server may keep everything up to here."""

    text: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class ModelMessage:
    """One message. `cached`: a cache breakpoint after it. Speakers need not alternate."""

    speaker: Speaker
    parts: tuple[TextPart | ImagePart, ...]
    cached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One call, as it leaves the laptop.

    model       the name the server knows it by
    max_tokens  the longest answer
    use_learn   let the server look into Microsoft Learn, where the endpoint offers that
    """

    model: str
    system: tuple[SystemBlock, ...]
    messages: tuple[ModelMessage, ...]
    max_tokens: int
    use_learn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the server reported them. `input_tokens` leaves the cached ones out."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_creation_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_creation_tokens=self.cache_creation_tokens + other.cache_creation_tokens,
        )


class StopReason(StrEnum):
    FINISHED = "finished"
    OUT_OF_TOKENS = "out_of_tokens"
    """The answer is longer than `max_tokens`; it ends in the middle."""
    DECLINED = "declined"
    """The model does not want to answer this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """A whole answer: `text` is everything that was streamed, marker blocks included."""

    text: str
    stop_reason: StopReason
    usage: Usage
    model: str = ""


class FailureKind(StrEnum):
    """Why there is no answer, or only a part of one. Each has its own words and next step."""

    OFFLINE = "offline"
    """No connection could be made: no network, no such host, nobody listening."""
    PROXY = "proxy"
    """407: a proxy on the way asks for a sign-in, or refuses the one it got."""
    TLS = "tls"
    """The server's certificate is not trusted, or something in between breaks it."""
    REFUSED = "refused"
    """401 or 403: the key is wrong, or may not do this."""
    NOT_FOUND = "not_found"
    """404: no such model or address."""
    OVERLOADED = "overloaded"
    """429, 503 or 529. `retry_after` says when to try again, if the server did."""
    TOO_LONG = "too_long"
    """The request does not fit into the model's context, or is too large for the server."""
    SILENT = "silent"
    """Nothing came for longer than the stall limit."""
    INTERRUPTED = "interrupted"
    """The stream was cut before its end."""
    INCOMPATIBLE = "incompatible"
    """What answered does not speak the Messages API."""
    REJECTED = "rejected"
    """Another 4xx: the server does not accept the request. `detail` is its reason."""
    SERVER = "server"
    """Another 5xx."""
    EMPTY = "empty"
    """A proper end without a single word."""


class ModelError(RemoteError):
    """There is no whole answer.

    kind         why
    detail       what the server or the system said, for people who want to know; untrusted
    retry_after  how long the server asked to wait
    partial      what came before it broke; empty when nothing did
    usage        what was reported until then
    """

    def __init__(
        self,
        kind: FailureKind,
        detail: str = "",
        *,
        retry_after: timedelta | None = None,
        partial: str = "",
        usage: Usage | None = None,
    ) -> None:
        super().__init__("The model did not answer.", detail, retryable=True)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.partial = partial
        self.usage = usage or Usage()

    def retold(
        self, *, detail: str | None = None, partial: str | None = None, usage: Usage | None = None
    ) -> ModelError:
        """The same failure with other words, or with what came before it."""
        return ModelError(
            self.kind,
            self.detail if detail is None else detail,
            retry_after=self.retry_after,
            partial=self.partial if partial is None else partial,
            usage=usage or self.usage,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model is and how to reach it.

    base_url         without a trailing slash or `/v1`; empty means the maker's own address
    api_key          empty where the server wants none
    headers          extra ones, such as a gateway's
    connect_timeout  for the connection
    stall_limit      how long the stream may be silent
    proxy            `http://host:port`; `none`; empty means the system's
    sign_in          for that proxy, if it wants one
    ca_file          further trusted certificates (PEM); the system's are always trusted
    """

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    connect_timeout: timedelta = timedelta(seconds=10)
    stall_limit: timedelta = timedelta(seconds=60)
    proxy: str = ""
    sign_in: ProxySignIn | None = None
    ca_file: str = ""

    @property
    def outlet(self) -> Outlet:
        """How connections to it leave the laptop."""
        return Outlet(self.proxy, self.ca_file, self.sign_in)


class ModelClient(Protocol):
    """Asks one endpoint. Used on the model thread's event loop only."""

    async def ask(self, request: ModelRequest, on_text: Callable[[str], None] = ...) -> ModelReply:
        """Stream an answer; `on_text` gets each piece as it comes. Cancelling closes the stream.

        Raises:
            ModelError: there is no whole answer; what came is in it.
        """
        ...

    async def aclose(self) -> None: ...
