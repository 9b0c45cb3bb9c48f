"""The library, loaded when it is first needed and never on the start path."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from core.playbooks.library import PlaybookLibrary


class Shelf:
    """Called, it gives the library; pydantic and YAML are imported by the first call.

    own_folder  where the engineer's files are; asked at each loading, because the data can move
    """

    def __init__(self, own_folder: Callable[[], Path] | None = None) -> None:
        self._own_folder = own_folder
        self._library: PlaybookLibrary | None = None
        self._loading = threading.Lock()

    def __call__(self) -> PlaybookLibrary:
        with self._loading:
            if self._library is None:
                from core.playbooks.loading import load_library

                self._library = load_library(self._own_folder() if self._own_folder else None)
            return self._library

    def reload(self) -> PlaybookLibrary:
        """Read all files again, for somebody who edits their own."""
        with self._loading:
            self._library = None
        return self()
