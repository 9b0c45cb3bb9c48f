"""What the engineer left on screen in a session. Local to this laptop, never synced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from core.artifacts.documents import DocumentKind
from core.sessions.banner import BannerView
from core.sessions.messages import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """One row of `session_views`.

    preview_kind   the open preview panel, if any
    preview_text   the engineer's unsaved edit of that preview; None while it is untouched
    preview_version  the state version that edit started from
    forced_rung  the only one that may answer here; None: the best that can be reached
    """

    session_id: UUID
    composer_draft: str = ""
    banner: BannerView = field(default_factory=BannerView)
    preview_kind: DocumentKind | None = None
    preview_text: str | None = None
    preview_version: int | None = None
    forced_rung: Rung | None = None

    def with_banner(self, banner: BannerView) -> SessionView:
        return replace(self, banner=banner)
