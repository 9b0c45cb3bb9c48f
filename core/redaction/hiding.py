"""Secrets taken out for good, of what is shown and kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.redaction.placeholder import PLACEHOLDER
from core.redaction.redactor import Redactor

HIDDEN = "(hidden)"
_ANYWHERE = 3  # a shorter secret is hidden only where it stands alone


class Hiding:
    """Hides secrets that are known, and with `all` those that the rules of redaction find."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        lines = {line for secret in secrets for line in (secret, *secret.splitlines())}
        known = sorted((line for line in lines if line.strip()), key=len, reverse=True)
        self.longest = max(map(len, known), default=0)
        self._known = re.compile("|".join(map(_pattern, known))) if known else None

    def known(self, text: str) -> str:
        """Without the secrets that were given; fast on any amount of text."""
        return text if self._known is None else self._known.sub(HIDDEN, text)

    def all(self, text: str) -> str:
        """Without those, and without what looks like a secret."""
        redactor = Redactor()
        redacted = redactor.redact(self.known(text))
        made = {each.token: each for each in redactor.made}

        def written(match: re.Match[str]) -> str:
            placeholder = made.get(match[0])
            if placeholder is None:
                return match[0]
            return HIDDEN if placeholder.is_secret else placeholder.original

        return PLACEHOLDER.sub(written, redacted)


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` with "(hidden)" in place of the secrets given and of those that can be recognised."""
    return Hiding(secrets).all(text)


def _pattern(secret: str) -> str:
    escaped = re.escape(secret)
    return escaped if len(secret) >= _ANYWHERE else rf"(?<!\w){escaped}(?!\w)"
