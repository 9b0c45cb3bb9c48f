"""Stored check runs."""

from __future__ import annotations

from uuid import UUID

from core.checks.runs import CheckRun
from core.db.rows import Ledger
from core.db.tables.lane import check_runs
from core.db.writes import Transaction


class CheckRunRows(Ledger[CheckRun]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, check_runs, CheckRun)

    def of_session(self, session_id: UUID) -> list[CheckRun]:
        """Every run of a session, oldest first."""
        return self.where(order="started_at", session_id=session_id)

    def latest_for(self, item_id: UUID) -> CheckRun | None:
        return next(iter(self.where(order="-started_at", limit=1, lane_item_id=item_id)), None)
