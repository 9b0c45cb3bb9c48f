"""A log file that is turned over, also where another program holds one of the files.

Windows refuses to rename a file that is open elsewhere: in an editor, a virus scanner, a copy
under way. The handler of the standard library then loses the record it was about to write, and
a kept file with every attempt. Here nothing is lost and nothing raised: the present file grows
until the turn succeeds.
"""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

_TRY_AGAIN_AFTER = 64 * 1024


class TurningFile(logging.handlers.RotatingFileHandler):
    """Writes to `path` and, from a size on, turns it into `path.1`, that into `path.2`, and so on.

    Raises:
        OSError: the file cannot be opened.
    """

    def __init__(self, path: Path, size: int, kept: int) -> None:
        super().__init__(path, maxBytes=size, backupCount=kept, encoding="utf-8")
        self._path = path
        self._not_before = 0

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 - logging's name
        return bool(super().shouldRollover(record)) and self._size() >= self._not_before

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        # Windows renames no file that we ourselves hold open.
        if self.stream is not None:
            self.stream.close()
        try:
            self._turn()
            self._not_before = 0
        except OSError:
            self._not_before = self._size() + _TRY_AGAIN_AFTER
        self.stream = self._open()

    def _turn(self) -> None:
        """Every step leaves all files there are; after a step that fails the next try goes on."""
        aside = self._numbered("turning")
        if not aside.exists():
            self.rotate(str(self._path), str(aside))
        # Only up to a free number, so that a try that is repeated drops nothing.
        numbers = range(1, self.backupCount + 1)
        free = next((n for n in numbers if not self._numbered(n).exists()), self.backupCount)
        for number in range(free, 1, -1):
            self.rotate(str(self._numbered(number - 1)), str(self._numbered(number)))
        self.rotate(str(aside), str(self._numbered(1)))

    def rotate(self, source: str, dest: str) -> None:
        Path(source).replace(dest)

    def _numbered(self, number: int | str) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")

    def _size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0
