"""The rows of the session list, as values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.sessions.overview import SessionOverview
from core.sessions.session import SessionStatus
from desktop.theme.tokens import Tone
from desktop.widgets.entry_list.rows import EntryRow, HeadingRow, Row
from desktop.widgets.state_dot import DotShape

_DOTS = {
    SessionStatus.ACTIVE: (DotShape.FILLED, Tone.ACCENT),
    SessionStatus.PAUSED: (DotShape.HALF, Tone.NEUTRAL),
    SessionStatus.RESOLVED: (DotShape.RING, Tone.SUCCESS),
    SessionStatus.ESCALATED: (DotShape.TRIANGLE, Tone.WARNING),
    SessionStatus.ABANDONED: (DotShape.CROSS, Tone.NEUTRAL),
}


def list_rows(overviews: Sequence[SessionOverview], now: datetime, query: str = "") -> list[Row]:
    """Active and paused sessions first, then what is closed; filtered by every word of `query`."""
    words = query.casefold().split()
    shown = [one for one in overviews if all(word in _haystack(one) for word in words)]
    rows: list[Row] = []
    for title, is_open in (("Active", True), ("Recent", False)):
        group = [one for one in shown if one.status.is_open is is_open]
        if group:
            rows.append(HeadingRow(title=title, count=len(group)))
            rows.extend(_row(one, now) for one in group)
    return rows


def _haystack(one: SessionOverview) -> str:
    return f"{one.title} #{one.psa_ticket_id} {one.client_name}".casefold()


def _row(one: SessionOverview, now: datetime) -> EntryRow:
    shape, tone = _DOTS[one.status]
    ticket = f"#{one.psa_ticket_id}" if one.psa_ticket_id else ""
    parts = (ticket, one.client_name)
    return EntryRow(
        id=one.id,
        title=one.title,
        details=" · ".join(part for part in parts if part),
        when=when(one.updated_at, now),
        status=one.status.label.capitalize(),
        shape=shape,
        tone=tone,
    )


def when(at: datetime, now: datetime) -> str:
    """A time as one would say it: `14:22`, `Mon 14:22`, `3 Nov`, `3 Nov 2025`."""
    local, today = at.astimezone(), now.astimezone()
    if local.date() == today.date():
        return local.strftime("%H:%M")
    if today - local < timedelta(days=6):
        return local.strftime("%a %H:%M")
    day = f"{local.day} {local.strftime('%b')}"
    return day if local.year == today.year else f"{day} {local.year}"
