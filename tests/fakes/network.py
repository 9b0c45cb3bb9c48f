"""A server on this machine that plays the internet."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Network:
    """Answers with `status`, `headers` and `body`.

    asked  the path of each request
    heard  its headers
    """

    def __init__(self) -> None:
        self.status, self.body = 204, b""
        self.headers: dict[str, str] = {}
        self.asked: list[str] = []
        self.heard: list[dict[str, str]] = []
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                network.asked.append(self.path)
                network.heard.append(dict(self.headers))
                self.send_response(network.status)
                for name, value in network.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(network.body)))
                self.end_headers()
                self.wfile.write(network.body)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self.address = f"{self.base}/probe"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
