"""An update repository on this machine, for proving an update of the installed program."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from build.updates import Keys, Offered, Repository


class UpdateServer:
    """Signs a repository inside `folder` and serves it."""

    def __init__(self, folder: Path) -> None:
        keys = Keys(folder / "keys")
        keys.make()
        self._repository = Repository(folder / "published", keys)
        self._repository.begin()
        files = partial(_QuietFiles, directory=str(self._repository.folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), files)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def root_file(self) -> Path:
        return self._repository.metadata / "1.root.json"

    def publish(self, installer: Path, version: str) -> Path:
        """Offer an installer; returns the file that is served."""
        target = self._repository.targets / self._repository.offer(installer, Offered(version))
        return next(target.parent.glob(f"*.{target.name}"))

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Answer as long as it is entered."""
        with self._server, ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(self._server.serve_forever)
            try:
                yield self
            finally:
                self._server.shutdown()


class _QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """What was asked for is not part of the proof's report."""
