"""Fills originals back in while an answer streams."""

from __future__ import annotations

from core.redaction.placeholder import LONGEST, UNFINISHED
from core.redaction.redactor import Redactor


class StreamRestorer:
    """Restores pieces of a text; holds back an end that may be the beginning of a placeholder.

    All that `feed` and `finish` return, put together, is what `restore` makes of the whole text.
    """

    def __init__(self, redactor: Redactor, *, secrets: bool = True) -> None:
        self._redactor = redactor
        self._secrets = secrets
        self._held = ""

    def feed(self, text: str) -> str:
        text = self._held + text
        unfinished = UNFINISHED.search(text, max(0, len(text) - LONGEST))
        end = unfinished.start() if unfinished else len(text)
        self._held = text[end:]
        return self._redactor.restore(text[:end], secrets=self._secrets)

    def finish(self) -> str:
        held, self._held = self._held, ""
        return self._redactor.restore(held, secrets=self._secrets)
