"""What a model's server is told in confidence: its key, and extra headers that may hold one.

Both are kept by the secret store and nowhere else: never in the settings, a log or a report.
"""

from __future__ import annotations

import re

from core.errors import UserError
from core.secrets import SecretStore
from core.sessions.messages import Rung

KEY_LIMIT = 2000
HEADERS_LIMIT = 4000
_SHOWN_END = 4
_LEAST_TO_SHOW = 12
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = frozenset({"host", "content-length", "content-type", "transfer-encoding", "connection"})

Headers = tuple[tuple[str, str], ...]


class ModelSecrets:
    """Key and headers of each rung. Every method may wait for the keyring: not on the window's
    thread.

    Raises (all methods):
        EnvironmentProblem: the keyring does not answer.
    """

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    @property
    def weakness(self) -> str:
        """Why the store is weaker than it should be, for people; empty when it is not."""
        return self._secrets.weakness

    def key(self, rung: Rung) -> str:
        """The key, empty when there is none."""
        return self._secrets.read(_key_name(rung)) or ""

    def keep_key(self, rung: Rung, key: str) -> None:
        """Store a key in place of the old one; an empty one removes it.

        Raises:
            UserError: it cannot be a key.
        """
        key = key.strip()
        if not key:
            self._secrets.forget(_key_name(rung))
            return
        # Anything else cannot be sent as a header.
        if not key.isascii() or not key.isprintable() or " " in key:
            raise UserError(
                "This is no API key.",
                "A key has no spaces, line breaks or accented letters.",
                hint="Copy it again, the key alone.",
                field="key",
            )
        if len(key) > KEY_LIMIT:
            raise UserError(f"A key has at most {KEY_LIMIT:,} characters.", field="key")
        self._secrets.write(_key_name(rung), key)

    def headers(self, rung: Rung) -> Headers:
        """The extra headers. Ones that cannot be sent, whoever stored them, are left out."""
        try:
            return parse_headers(self.header_text(rung))
        except UserError:
            return ()

    def header_text(self, rung: Rung) -> str:
        """The extra headers as they were written."""
        return self._secrets.read(_headers_name(rung)) or ""

    def keep_headers(self, rung: Rung, text: str) -> None:
        """Store `name: value` lines in place of the old ones; an empty text removes them.

        Raises:
            UserError: a line is no header; says which.
        """
        parse_headers(text)
        if text.strip():
            self._secrets.write(_headers_name(rung), text.strip())
        else:
            self._secrets.forget(_headers_name(rung))


def parse_headers(text: str) -> Headers:
    """Read `name: value` lines; empty lines do not count.

    Raises:
        UserError: a line is no header. Its value is not repeated: it may be a secret.
    """
    if len(text) > HEADERS_LIMIT:
        raise UserError(f"Headers have at most {HEADERS_LIMIT:,} characters.", field="headers")
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    return tuple(_header(number, line) for number, line in lines if line)


def shown_end(key: str) -> str:
    """The end of a key by which its owner knows it; empty for one that is too short for that."""
    return key[-_SHOWN_END:] if len(key) >= _LEAST_TO_SHOW else ""


def _header(number: int, line: str) -> tuple[str, str]:
    name, colon, value = (part.strip() for part in line.partition(":"))
    if not colon or not value or not _NAME.fullmatch(name):
        raise UserError(f"Line {number} is no header. Write “name: value”.", field="headers")
    if name.casefold() in _OURS:
        raise UserError(f"Line {number}: FlowPilot sets “{name}” itself.", field="headers")
    if not value.isascii() or not value.isprintable():
        raise UserError(
            f"Line {number}: a header's value has no accented letters or special characters.",
            field="headers",
        )
    return name, value


def _key_name(rung: Rung) -> str:
    return f"model-key-{rung.value}"


def _headers_name(rung: Rung) -> str:
    return f"model-headers-{rung.value}"
