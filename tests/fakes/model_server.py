"""A model's server on this machine: HTTP, server-sent events, and the habits of real servers.

It speaks `POST /v1/messages` as the maker documents it, checks what it is sent, counts what a
prompt cache would have saved, and breaks in every way a test asks for. Answers are queued; without
one it gives `DEFAULT`.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

DEFAULT = "What changed since it last worked?"
PATIENCE = 20.0
"""Seconds until a held answer goes on by itself, so that a failing test ends."""
_CHARS_PER_TOKEN = 4
_SMALLEST_CACHE = 1024
_ERRORS = {400: "invalid_request_error", 404: "not_found_error"}
_MEDIA = ("image/png", "image/jpeg", "image/gif", "image/webp")

Event = Mapping[str, Any]


@dataclass
class Received:
    """One request as it came in.

    port      the client's: two requests with the same one came over the same connection
    was_left  set when the client hung up before the end
    """

    headers: Mapping[str, str]
    path: str
    port: int
    raw: bytes
    body: dict[str, Any]
    was_left: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> str:
        """Every text of the request, for searching."""
        return json.dumps(self.body, ensure_ascii=False)


class Wire:
    """The line back to the client, for an answer to write on."""

    def __init__(self, handler: BaseHTTPRequestHandler, server: ModelServer) -> None:
        self._handler = handler
        self.server = server
        self.file_number = handler.connection.fileno()
        """Of the connection beneath TLS."""

    def status(
        self,
        code: int,
        content: bytes,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """A whole answer that is no stream."""
        handler = self._handler
        handler.send_response(code)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(content)))
        self._say_what_comes_after()
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    def begin(self) -> None:
        """The head of a stream."""
        handler = self._handler
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
        handler.send_header("Transfer-Encoding", "chunked")
        self._say_what_comes_after()
        handler.end_headers()

    def _say_what_comes_after(self) -> None:
        if self._handler.close_connection:
            self._handler.send_header("Connection", "close")

    def send(self, content: bytes) -> None:
        """A piece of the stream, cut as the server was told to cut."""
        size = self.server.byte_chunk or len(content)
        for at in range(0, len(content), max(1, size)):
            piece = content[at : at + size]
            self._handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self._handler.wfile.flush()

    def event(self, event: Event) -> None:
        data = json.dumps(event, ensure_ascii=False)
        head = "" if self.server.sloppy else f"event: {event['type']}\n"
        self.send(f"{head}data: {data}\n\n".encode())

    def write(self, content: bytes) -> None:
        """Bytes on the bare connection: what comes of it is no HTTP, or a part of it."""
        self._handler.wfile.write(content)
        self._handler.wfile.flush()

    def end(self) -> None:
        self._handler.wfile.write(b"0\r\n\r\n")
        self._handler.wfile.flush()

    def cut(self) -> None:
        """Drop the connection: the client sees a reset, not an end."""
        connection = self._handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


Answer = Callable[[Wire, Received], None]


class ModelServer:
    """Use as a context; `url` is the base address, `requests` what came in."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        """With `tls` it speaks https."""
        self.requests: list[Received] = []
        self.byte_chunk = 0
        """Cut what is sent into pieces of this many bytes, wherever that falls."""
        self.sloppy = False
        """Leave out what careless servers leave out: event names, usage, pings, the last event."""
        self.keeps_connections = False
        """Take further requests on a connection, as real ones do. Else nothing is left open when a
        test ends without closing its client."""
        self._answers: deque[Answer] = deque()
        self._released = threading.Event()
        self._ending = threading.Event()
        self._cached: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._scheme = "https" if tls else "http"
        if tls:
            # The handshake is the connection's thread's business, not the one that accepts.
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._http.server_port}"

    @property
    def newest(self) -> Received:
        return self.requests[-1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._released.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    # What to answer with, in the order of the requests.

    def answer(self, text: str, *, chunk: int = 7, stop_reason: str = "end_turn") -> None:
        """Stream a text in pieces of `chunk` characters."""
        self.script(lambda wire, received: self._stream(wire, received, text, chunk, stop_reason))

    def hold(self, text: str, after: int, *, chunk: int = 7) -> None:
        """Stream `after` characters of a text, and the rest once `release` is called."""

        def answer(wire: Wire, received: Received) -> None:
            self._begin(wire, received)
            self._say(wire, text[:after], chunk)
            self.wait_for_release(received)
            self._say(wire, text[after:], chunk)
            self._finish(wire, text, "end_turn")

        self._released.clear()
        self.script(answer)

    def cut(self, text: str, after: int, *, chunk: int = 7) -> None:
        """Stream `after` characters of a text, then drop the connection."""

        def answer(wire: Wire, received: Received) -> None:
            self._begin(wire, received)
            self._say(wire, text[:after], chunk)
            wire.cut()

        self.script(answer)

    def end_early(self, text: str, *, chunk: int = 7) -> None:
        """Stream a text and end properly, but without saying that the message ends."""

        def answer(wire: Wire, received: Received) -> None:
            self._begin(wire, received)
            self._say(wire, text, chunk)
            wire.end()

        self.script(answer)

    def fail(
        self,
        status: int,
        kind: str = "api_error",
        message: str = "no",
        *,
        retry_after: str = "",
        times: int = 1,
    ) -> None:
        """Answer with an error; the SDK tries some of them twice."""
        content = json.dumps({"type": "error", "error": {"type": kind, "message": message}})
        headers = {"retry-after": retry_after} if retry_after else {}
        for _ in range(times):
            self.script(
                lambda wire, _received: wire.status(status, content.encode(), headers=headers)
            )

    def page(self, status: int = 200) -> None:
        """Answer with a web page, as the sign-in of a network does."""
        self.script(
            lambda wire, _: wire.status(status, b"<html>Please sign in</html>", "text/html")
        )

    def error_event(self, text: str, kind: str, message: str) -> None:
        """Stream a text, then tell of an error in the middle of the stream."""

        def answer(wire: Wire, received: Received) -> None:
            self._begin(wire, received)
            self._say(wire, text, 7)
            wire.event({"type": "error", "error": {"type": kind, "message": message}})
            wire.end()

        self.script(answer)

    def raw(self, *pieces: bytes) -> None:
        """Stream bytes as they are."""

        def answer(wire: Wire, _: Received) -> None:
            wire.begin()
            for piece in pieces:
                wire.send(piece)
            wire.end()

        self.script(answer)

    def silence(self) -> None:
        """Begin a stream and say nothing until `release`."""

        def answer(wire: Wire, received: Received) -> None:
            wire.begin()
            self.wait_for_release(received)
            wire.cut()

        self._released.clear()
        self.script(answer)

    def script(self, answer: Answer) -> None:
        """Answer in a way of one's own."""
        self._answers.append(answer)

    def release(self) -> None:
        """Let a held answer go on."""
        self._released.set()

    def wait_for_release(self, received: Received) -> None:
        """Wait, and notice when the client hangs up meanwhile."""
        connection = self._http.connections[id(received)]
        connection.settimeout(0.02)
        for _ in range(int(PATIENCE / 0.02)):
            if self._released.is_set():
                break
            try:
                if connection.recv(1, socket.MSG_PEEK) == b"":
                    received.was_left.set()
                    break
            except TimeoutError:
                continue
            except OSError:
                received.was_left.set()
                break
        connection.settimeout(None)

    # How it answers.

    def reply(self, wire: Wire, received: Received, connection: socket.socket) -> None:
        """Answer one request."""
        self._http.connections[id(received)] = connection
        status, problem = _problem(received)
        with self._lock:
            self.requests.append(received)
            answer = None if problem or not self._answers else self._answers.popleft()
        try:
            if problem:
                error = {"type": _ERRORS[status], "message": problem}
                wire.status(status, json.dumps({"type": "error", "error": error}).encode())
            elif answer is not None:
                answer(wire, received)
            else:
                self._stream(wire, received, DEFAULT, 7, "end_turn")
        except OSError:
            received.was_left.set()

    def _stream(
        self, wire: Wire, received: Received, text: str, chunk: int, stop_reason: str
    ) -> None:
        self._begin(wire, received)
        self._say(wire, text, chunk)
        self._finish(wire, text, stop_reason)

    def _begin(self, wire: Wire, received: Received) -> None:
        message: dict[str, Any] = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": received.body["model"],
            "content": [],
        }
        if not self.sloppy:
            message["usage"] = {**self._cache_usage(received.body), "output_tokens": 1}
        wire.begin()
        wire.event({"type": "message_start", "message": message})
        block = {"type": "text", "text": ""}
        wire.event({"type": "content_block_start", "index": 0, "content_block": block})
        if not self.sloppy:
            wire.event({"type": "ping"})

    def _say(self, wire: Wire, text: str, chunk: int) -> None:
        for at in range(0, len(text), chunk):
            delta = {"type": "text_delta", "text": text[at : at + chunk]}
            wire.event({"type": "content_block_delta", "index": 0, "delta": delta})

    def _finish(self, wire: Wire, text: str, stop_reason: str) -> None:
        wire.event({"type": "content_block_stop", "index": 0})
        end: dict[str, Any] = {"type": "message_delta", "delta": {"stop_reason": stop_reason}}
        if not self.sloppy:
            end["usage"] = {"output_tokens": max(1, len(text) // _CHARS_PER_TOKEN)}
        wire.event(end)
        if not self.sloppy:
            wire.event({"type": "message_stop"})
        wire.end()

    def _cache_usage(self, body: Mapping[str, Any]) -> dict[str, int]:
        """What a prompt cache would read and keep: prefixes up to each breakpoint, byte by byte.

        The real one looks for what it keeps at the breakpoints and up to 20 blocks before them.
        """
        prefixes, whole = _prefixes(body)
        model = str(body["model"])
        with self._lock:
            kept = max((len(one) for one in prefixes), default=0)
            found = (one for of, one in self._cached if of == model and len(one) <= kept)
            read = max((len(one) for one in found if whole.startswith(one)), default=0)
            self._cached.update((model, one) for one in prefixes)
        created = max(0, kept - read)
        return {
            "cache_read_input_tokens": read // _CHARS_PER_TOKEN,
            "cache_creation_input_tokens": created // _CHARS_PER_TOKEN,
            "input_tokens": (len(whole) - max(read, kept)) // _CHARS_PER_TOKEN,
        }


def _prefixes(body: Mapping[str, Any]) -> tuple[list[str], str]:
    """The prompt up to each breakpoint, and all of it, without the breakpoints themselves."""
    blocks = [("system", block) for block in body.get("system", [])]
    for message in body["messages"]:
        blocks += [(message["role"], block) for block in message["content"]]
    prefixes, text = [], ""
    for role, block in blocks:
        bare = {name: value for name, value in block.items() if name != "cache_control"}
        text += f"{role}:{json.dumps(bare, sort_keys=True)}\n"
        if "cache_control" in block and len(text) >= _SMALLEST_CACHE:
            prefixes.append(text)
    return prefixes, text


def _problem(received: Received) -> tuple[int, str]:
    """Why the real server would refuse a request; empty when it would not."""
    if urlsplit(received.path).path.endswith("/v1/messages"):
        return 400, _problem_of_body(received.body)
    return 404, f"Not found: {received.path}"


def _problem_of_body(body: Mapping[str, Any]) -> str:
    messages = body.get("messages")
    if not body.get("model") or not isinstance(body.get("max_tokens"), int):
        return "model and max_tokens are required"
    if not messages or messages[0]["role"] != "user":
        return "messages: the first message must use the user role"
    if any(message["role"] not in ("user", "assistant") for message in messages):
        return "messages: roles are user and assistant"
    blocks = [block for message in messages for block in message["content"]]
    if any(not message["content"] for message in messages) or not all(map(_has_content, blocks)):
        return "messages: content must not be empty"
    every = [*body.get("system", []), *blocks]
    if sum("cache_control" in block for block in every) > 4:
        return "at most 4 blocks may have cache_control"
    images = [block["source"] for block in blocks if block["type"] == "image"]
    if any(source["media_type"] not in _MEDIA for source in images):
        return "media_type is not supported"
    if not all(_is_base64(source["data"]) for source in images):
        return "data is no base64"
    return ""


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except ValueError:
        return False


def _has_content(block: Mapping[str, Any]) -> bool:
    return bool(block["text"].strip()) if block["type"] == "text" else bool(block["source"]["data"])


class _Http(ThreadingHTTPServer):
    daemon_threads = False
    owner: ModelServer

    def __init__(self, *arguments: Any) -> None:
        self.connections: dict[int, socket.socket] = {}
        super().__init__(*arguments)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http
    timeout = PATIENCE

    def do_GET(self) -> None:
        Wire(self, self.server.owner).status(200, b"{}")

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        received = Received(
            dict(self.headers.items()), self.path, self.client_address[1], raw, json.loads(raw)
        )
        owner = self.server.owner
        self.close_connection = not owner.keeps_connections
        owner.reply(Wire(self, owner), received, self.connection)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
        """Tests read what they need from `requests`."""


def block(name: str, payload: object) -> str:
    """A marker block as a model writes it."""
    return f"[{name}]\n{json.dumps(payload)}\n[/{name}]"


def texts_of(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of a request's messages, in order."""
    return [
        part["text"]
        for message in messages
        for part in message["content"]
        if part["type"] == "text"
    ]
