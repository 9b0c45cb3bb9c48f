"""The log file: what the app did, never what the engineer wrote.

Lines are `time level module event key=value …`. Code logs events and ids; the filter here is the
second line of defence for secrets, and cuts what is too long to be an id.
"""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from core.crashes.traces import trace
from core.errors import EnvironmentProblem
from core.log_turning import TurningFile

_FILE_SIZE = 1024 * 1024
_FILES = 5
_VALUE_LIMIT = 300
_REDACTED = "[redacted]"

_SECRETS = (
    # key=value, "key": "value", key: value
    re.compile(
        r"""(?ix)
        (?P<keep>["']?\b[\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key|private[_-]?key
        |recovery[_-]?key|authorization|credential|cookie)[\w-]*["']?\s*[=:]\s*)
        (?:"[^"]*"|'[^']*'|(?:bearer|basic)\s+\S+|\S+)"""
    ),
    re.compile(r"(?i)(?P<keep>\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}"),
    re.compile(r"(?P<keep>://)[^/\s:@]+:[^/\s@]+(?=@)"),  # user:password@host
    re.compile(r"(?P<keep>)\b[0-9A-Fa-f]{64}\b"),  # a raw database key
    re.compile(
        r"(?P<keep>)\b[0-9A-HJKMNP-TV-Z]{7}-[0-9A-HJKMNP-TV-Z]{7}\b"
    ),  # a recovery key's row
    re.compile(r"(?P<keep>)\bsk-[\w-]{16,}"),
    re.compile(r"(?P<keep>)\beyJ[\w-]+\.[\w-]+\.[\w-]*"),  # a signed web token
)
_LONG_VALUE = re.compile(rf"(?P<keep>\w+=)(?P<value>\S{{{_VALUE_LIMIT},}})")


def redact(text: str) -> str:
    """The text without what looks like a secret."""
    for pattern in _SECRETS:
        text = pattern.sub(rf"\g<keep>{_REDACTED}", text)
    return _LONG_VALUE.sub(lambda found: f"{found['keep']}[{len(found['value'])} characters]", text)


class _Formatter(logging.Formatter):
    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Where it happened, without what the message quotes and variables held."""
        return trace(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        # Another handler's formatter may have written the whole exception there, and reads it.
        theirs, record.exc_text = record.exc_text, None
        message = super().format(record)
        record.exc_text = theirs
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
        return f"{stamp} {record.levelname} {record.name} {redact(message)}"


class LogFile:
    """Writes what every logger says to a file that is turned over at 1 MB; five are kept."""

    def __init__(self, folder: Path, level: int = logging.INFO) -> None:
        """Start writing.

        Raises:
            EnvironmentProblem: the folder cannot be written.
        """
        self.path = folder / "flowpilot.log"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handler = TurningFile(self.path, _FILE_SIZE, _FILES - 1)
        except OSError as error:
            raise EnvironmentProblem(
                "The log cannot be written.",
                f"{self.path}: {error.strerror}.",
                hint="Check the disk and your rights to this folder.",
                retryable=True,
            ) from error
        self._handler.setFormatter(_Formatter())
        root = logging.getLogger()
        root.addHandler(self._handler)
        self.set_level(level)

    def set_level(self, level: int) -> None:
        """From which level on records are written, for example `logging.DEBUG`."""
        self._handler.setLevel(level)
        root = logging.getLogger()
        root.setLevel(min(level, logging.WARNING))

    def close(self) -> None:
        """Stop writing. Safe to call twice."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
