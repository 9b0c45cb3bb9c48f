"""The composer: documents without a model, the same text for the same session every time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from core.artifacts.bundle import Bundle, SessionRecord
from core.artifacts.documents import DocumentKind
from core.artifacts.escalation_package import escalation_package
from core.artifacts.gather import gather
from core.artifacts.resolution_note import resolution_note

VERSION = 1
"""Counted up whenever the wording changes, so that no cached text of the old wording is shown."""

_COMPOSERS: Mapping[DocumentKind, Callable[[Bundle], str]] = {
    DocumentKind.RESOLUTION_NOTE: resolution_note,
    DocumentKind.ESCALATION_PACKAGE: escalation_package,
}


def compose(kind: DocumentKind, record: SessionRecord) -> str:
    """The document in Markdown, with exactly the sections of its kind."""
    return _COMPOSERS[kind](gather(record))


def template_hash(record: SessionRecord) -> str:
    """Tells cached texts apart by wording, and by what the state version does not count.

    A new title, a skipped question or another client's name changes a document too.
    """
    return hashlib.sha256(f"composer {VERSION} {gather(record)!r}".encode()).hexdigest()[:16]
