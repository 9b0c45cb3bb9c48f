"""What was sent to models and when: the log that an engineer can read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from core.copilot.records import ModelCall
from core.copilot.standing import Spend
from core.db.database import Database

PAGE_SIZE = 200


class CallLog:
    """Reads the calls. What was sent is in them as it left the laptop, secrets taken out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_session(self, session_id: UUID) -> tuple[ModelCall, ...]:
        """The calls made for a session, the newest first."""
        with self._database.work() as work:
            return tuple(reversed(work.model_calls.of_session(session_id)))

    def newest(self, limit: int = PAGE_SIZE) -> tuple[ModelCall, ...]:
        """The last calls of all sessions, the newest first."""
        with self._database.work() as work:
            return tuple(work.model_calls.newest(limit))

    def spend_in_month(self, at: datetime) -> Spend:
        """What models used from the first of the month of `at`, UTC, until now."""
        first = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        with self._database.work() as work:
            return work.model_calls.spend_since(first)
