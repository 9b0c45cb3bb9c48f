"""A proxy on this machine: it knows every host name, writes down what it is asked, or refuses."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Mapping
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_REFUSAL = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_PATIENCE = 10.0


class Proxy:
    """Use as a context. Whatever host is asked for, `port` on this machine answers.

    asked    the first line of each request: method and whole address, or CONNECT and host
    headers  the headers the proxy itself could read, with names in lower case
    refuses  ask everybody to sign in
    sign_in  `name:password` that it wants to hear; empty: it lets everybody through
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.refuses = False
        self.sign_in = ""
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = False
    proxy: Proxy

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is none of the proxy's business."""


class _Handler(StreamRequestHandler):
    server: _Server
    timeout = _PATIENCE
    connection: socket.socket

    def handle(self) -> None:
        proxy = self.server.proxy
        first = self.rfile.readline().decode("latin-1").strip()
        head = b"".join(iter(self.rfile.readline, b"\r\n"))
        proxy.asked.append(first.rpartition(" ")[0])
        fields = (line.partition(":") for line in head.decode("latin-1").splitlines())
        proxy.headers.append({name.lower(): value.strip() for name, _, value in fields})
        if proxy.refuses or not _is_known(proxy):
            self.wfile.write(_REFUSAL)
            return
        method, address, version = first.split(" ")
        with socket.create_connection(("127.0.0.1", proxy.port), _PATIENCE) as onward:
            if method == "CONNECT":
                self.wfile.write(b"HTTP/1.1 200 Go ahead\r\n\r\n")
            else:
                path = urlsplit(address).path
                onward.sendall(f"{method} {path} {version}\r\n".encode() + head + b"\r\n")
            back = threading.Thread(target=_pour, args=(onward, self.connection))
            back.start()
            while piece := self.rfile.read1(65_536):
                onward.sendall(piece)
            with contextlib.suppress(OSError):
                onward.shutdown(socket.SHUT_WR)
            back.join()


def _is_known(proxy: Proxy) -> bool:
    if not proxy.sign_in:
        return True
    wanted = base64.b64encode(proxy.sign_in.encode()).decode()
    return proxy.headers[-1].get("proxy-authorization") == f"Basic {wanted}"


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
