"""The two documents a session can end in (domain.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.outcome import Refused

MARKDOWN_LIMIT = 20_000


class DocumentKind(StrEnum):
    RESOLUTION_NOTE = "resolution_note"
    ESCALATION_PACKAGE = "escalation_package"

    @property
    def label(self) -> str:
        return "Resolution note" if self is self.RESOLUTION_NOTE else "Escalation package"

    @property
    def visibility(self) -> Visibility:
        return Visibility.CUSTOMER if self is self.RESOLUTION_NOTE else Visibility.INTERNAL


HEADINGS: Mapping[DocumentKind, tuple[str, ...]] = {
    DocumentKind.RESOLUTION_NOTE: ("Problem", "What we confirmed", "Root cause", "Resolution"),
    DocumentKind.ESCALATION_PACKAGE: (
        "Problem",
        "What we've confirmed",
        "What we've tried",
        "Current hypothesis",
        "Suggested next steps",
    ),
}
"""The titles of the sections, in order, whoever writes the document."""


class Visibility(StrEnum):
    CUSTOMER = "customer"
    INTERNAL = "internal"


class DocumentOutcome(StrEnum):
    """What confirming a document led to. `_local`: no ticket linked; `_queued`: offline."""

    RESOLVED = "resolved"
    RESOLVED_LOCAL = "resolved_local"
    RESOLVED_QUEUED = "resolved_queued"
    ESCALATED = "escalated"
    ESCALATED_LOCAL = "escalated_local"
    ESCALATED_QUEUED = "escalated_queued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One row of `documents`: a text the engineer confirmed. Immutable once posted."""

    id: UUID
    account_id: UUID
    session_id: UUID
    kind: DocumentKind
    markdown: str
    summary: str
    outcome: DocumentOutcome
    visibility: Visibility
    state_version: int
    confirmed_at: datetime
    posted_at: datetime | None = None
    external_id: str = ""
    verified_at: datetime | None = None


class DocumentSource(StrEnum):
    """Who wrote a text: the deterministic composer, or a language model."""

    COMPOSER = "composer"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedDocument:
    """One row of `document_cache`: a generated text for one state of the session.

    flags  pieces of the text that the session does not bear out; the preview marks them
    """

    session_id: UUID
    kind: DocumentKind
    state_version: int
    template_hash: str
    markdown: str
    source: DocumentSource = DocumentSource.COMPOSER
    flags: tuple[str, ...] = ()
    created_at: datetime


def check_markdown(markdown: str) -> str | Refused:
    """The text to confirm, 1-20,000 characters."""
    if not markdown.strip():
        return Refused("The document is empty.", "markdown")
    if len(markdown) > MARKDOWN_LIMIT:
        return Refused(
            f"The document has {len(markdown):,} characters; the limit is {MARKDOWN_LIMIT:,}.",
            "markdown",
        )
    return markdown.strip()
