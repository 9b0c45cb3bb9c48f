"""An update repository on this machine, for proving an update of the installed program."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from build.updates import Keys, Repository

CHANNEL, PLATFORM = "stable", "windows-x64"


class UpdateServer:
    """Signs and serves a repository inside `folder` while it is entered."""

    def __init__(self, folder: Path) -> None:
        keys = Keys(folder / "keys")
        keys.make()
        self._repository = Repository(folder / "published", keys)
        self._repository.begin()
        files = partial(_QuietFiles, directory=str(self._repository.folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), files)
        self._thread = threading.Thread(target=self._server.serve_forever)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def root_file(self) -> Path:
        return self._repository.metadata / "1.root.json"

    def publish(self, installer: Path, version: str) -> Path:
        """Offer an installer; returns the file that is served."""
        custom = {"version": version, "channel": CHANNEL, "platform": PLATFORM, "notes": ""}
        target = f"{CHANNEL}/{PLATFORM}/{installer.name}"
        self._repository.add(installer, target, {**custom, "minimum_schema": 0})
        return next((self._repository.targets / CHANNEL / PLATFORM).glob(f"*.{installer.name}"))

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
        self._server.server_close()
        self._thread.join()


class _QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """What was asked for is not part of the proof's report."""
