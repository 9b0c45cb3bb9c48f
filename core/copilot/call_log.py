"""What was sent to models and when: the log that an engineer can read."""

from __future__ import annotations

from uuid import UUID

from core.copilot.records import ModelCall
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
