"""A log record of WARNING or above fails the test, unless the test says that it expects it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

# What Qt says about the machine and not about our code: offscreen has no window manager to ask.
ENVIRONMENT_NOISE = (
    r"^qt.*: This plugin does not support propagateSizeHints\(\)",
    r"^qt.*: This plugin does not support raise\(\)",
    r"^qt.*: This plugin does not support grabbing the (?:keyboard|mouse)",
)


class LogGuard(logging.Handler):
    """Keeps what was logged at WARNING or above during one test.

    A pattern is a regular expression searched in "logger name: message".
    """

    def __init__(self, expected: Iterable[str] = ()) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[tuple[str, str]] = []
        self._expected = list(expected)

    def __call__(self, *patterns: str) -> None:
        """Declare that the test is meant to log each of these at least once."""
        self._expected.extend(patterns)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append((record.levelname, f"{record.name}: {record.getMessage()}"))

    def problems(self) -> list[str]:
        """Unexpected records, and expected ones that never came."""
        fine = (*self._expected, *ENVIRONMENT_NOISE)
        unexpected = [
            f"unexpected log: {level} {line}"
            for level, line in self._lines
            if not any(re.search(pattern, line) for pattern in fine)
        ]
        missing = [
            f"expected log never came: {pattern!r}"
            for pattern in self._expected
            if not any(re.search(pattern, line) for _, line in self._lines)
        ]
        return unexpected + missing
