"""One line of the session list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.sessions.session import SessionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOverview:
    """What the list shows of a session. `waiting`: its fix is applied and waits to be verified."""

    id: UUID
    title: str
    status: SessionStatus
    psa_ticket_id: str
    client_name: str
    updated_at: datetime
    waiting: bool
