"""A real update repository on a local server that can be told to misbehave."""

from __future__ import annotations

import shutil
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from build.updates import Keys, Repository

PLATFORM = "windows-x64"
CHUNK = b"x" * 65_536


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up, or does not trust us, is part of a test."""


class UpdateServer:
    """Serves `folder`, which `build/updates.py` publishes to.

    asked    the path of each request
    status   answer everything with this, when it is not 0
    instead  what is sent in the place of files whose path ends so
    endless  files whose path ends so never end
    held     files whose path ends so send nothing until `go_on` is set
    """

    def __init__(self, folder: Path, tls: ssl.SSLContext | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder / "published"
        self.keys = Keys(folder / "keys")
        self.keys.make()
        self.repository = Repository(self.folder, self.keys)
        self.fingerprint = self.repository.begin()
        self._files = folder / "built"
        self._files.mkdir()
        self.asked: list[str] = []
        self.status = 0
        self.headers: dict[str, str] = {}
        self.instead: dict[str, bytes] = {}
        self.endless = self.held = "\0"
        self.go_on = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        scheme = "http" if tls is None else "https"
        self.address = f"{scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def root_file(self) -> Path:
        return self.folder / "metadata" / "1.root.json"

    def publish(
        self,
        version: str,
        *,
        channel: str = "stable",
        platform: str = PLATFORM,
        content: bytes = b"",
        ending: str = ".exe",
        **custom: object,
    ) -> None:
        """Sign and offer a version."""
        file = self._files / f"FlowPilot-Setup-{version}{ending}"
        file.write_bytes(content or f"installer of {version}".encode())
        said = {"version": version, "channel": channel, "platform": platform, **custom}
        self.repository.add(file, f"{channel}/{platform}/{file.name}", said)

    def snapshot(self, folder: Path) -> None:
        """Keep what is published now, to bring it back later as an attacker would."""
        shutil.copytree(self.folder, folder)

    def bring_back(self, folder: Path) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(folder, self.folder)

    def close(self) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if self.path.endswith(server.held):
                    server.go_on.wait(30)
                if self.path.endswith(server.endless):
                    self._never_end()
                else:
                    self._answer()

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

            def _answer(self) -> None:
                file = server.folder / self.path.lstrip("/")
                body = next((v for k, v in server.instead.items() if self.path.endswith(k)), None)
                if body is None and file.is_file():
                    body = file.read_bytes()
                self.send_response(server.status or (404 if body is None else 200))
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def _never_end(self) -> None:
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(CHUNK)
                except OSError:
                    self.close_connection = True

        return Handler
