"""Stored calls of models, turns that wait, hidden texts and consents to show pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from core.copilot.records import CallEnd, HiddenText, ModelCall, WaitingState, WaitingTurn
from core.db.rows import Rows
from core.db.tables.copilot import image_consents, model_calls, placeholders, waiting_turns
from core.db.writes import Transaction


class ModelCallRows(Rows[ModelCall]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, model_calls, ModelCall)

    def of_session(self, session_id: UUID) -> list[ModelCall]:
        """Every call made for a session, oldest first."""
        return self.where(order="sent_at", session_id=session_id)

    def newest(self, limit: int) -> list[ModelCall]:
        return self.where(order="-sent_at", limit=limit)

    def since(self, at: datetime) -> list[ModelCall]:
        """Calls sent at a moment or later, oldest first."""
        query = self._select().where(model_calls.c.sent_at >= at)
        return self._all(query.order_by(model_calls.c.sent_at, model_calls.c.id))

    def cost_since(self, at: datetime) -> int:
        """Millionths of a dollar; calls without a known price count nothing."""
        query = select(func.coalesce(func.sum(model_calls.c.cost), 0)).where(
            self._is_mine(), model_calls.c.sent_at >= at
        )
        return int(self._transaction.connection.execute(query).scalar_one())

    def under_way(self) -> list[ModelCall]:
        return self.where(order="sent_at", end=CallEnd.UNDER_WAY)


class WaitingTurnRows:
    """At most one turn waits per session."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._names = tuple(field.name for field in fields(WaitingTurn))

    def of(self, session_id: UUID) -> WaitingTurn | None:
        found = self._select({"session_id": session_id})
        return found[0] if found else None

    def queued(self) -> list[WaitingTurn]:
        """Turns to take when a model can be reached, oldest first."""
        return self._select({"state": WaitingState.QUEUED})

    def put(self, turn: WaitingTurn) -> None:
        """Remember a turn in place of the one that waits, if one does."""
        key = {"session_id": turn.session_id}
        values = {name: getattr(turn, name) for name in self._names}
        before = self.of(turn.session_id)
        if before is None:
            owner = {"account_id": self._transaction.identity.account_id}
            self._transaction.insert(waiting_turns, values | owner)
        else:
            stored = {name: getattr(before, name) for name in self._names}
            self._transaction.update(waiting_turns, key, stored, values)

    def forget(self, session_id: UUID) -> None:
        """Nothing waits any more; nothing happens when nothing did."""
        if self.of(session_id) is not None:
            self._transaction.delete_local(waiting_turns, {"session_id": session_id})

    def _select(self, equals: Mapping[str, object]) -> list[WaitingTurn]:
        table = waiting_turns
        query = (
            select(*(table.c[name] for name in self._names))
            .where(
                table.c.account_id == self._transaction.identity.account_id,
                *(table.c[name] == value for name, value in equals.items()),
            )
            .order_by(table.c.since, table.c.session_id)
        )
        rows = self._transaction.connection.execute(query)
        return [WaitingTurn(**row._asdict()) for row in rows]


class PlaceholderRows:
    """What was hidden in a session, in the order of its tokens' making."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_session(self, session_id: UUID) -> list[HiddenText]:
        table = placeholders
        query = (
            select(table.c.token, table.c.original, table.c.kind)
            .where(
                table.c.account_id == self._transaction.identity.account_id,
                table.c.session_id == session_id,
            )
            .order_by(table.c.token)
        )
        rows = self._transaction.connection.execute(query)
        return [HiddenText(**row._asdict()) for row in rows]

    def add(self, session_id: UUID, hidden: Sequence[HiddenText]) -> None:
        """Remember new tokens; one that is known keeps what it stands for."""
        known = {one.token for one in self.of_session(session_id)}
        owner = {
            "account_id": self._transaction.identity.account_id,
            "session_id": session_id,
        }
        for one in hidden:
            if one.token not in known:
                self._transaction.insert(placeholders, owner | asdict(one))


class ImageConsentRows:
    """Which pictures the engineer let go to a model, and which not."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, attachment_ids: Sequence[UUID]) -> dict[UUID, bool]:
        """The answers given so far; a picture nobody was asked about is missing."""
        table = image_consents
        query = select(table.c.attachment_id, table.c.allowed).where(
            table.c.account_id == self._transaction.identity.account_id,
            table.c.attachment_id.in_(attachment_ids),
        )
        rows = self._transaction.connection.execute(query)
        return {row.attachment_id: row.allowed for row in rows}

    def put(self, attachment_id: UUID, *, allowed: bool) -> None:
        key = {"attachment_id": attachment_id}
        before = self.of([attachment_id]).get(attachment_id)
        if before is None:
            owner = {"account_id": self._transaction.identity.account_id}
            self._transaction.insert(image_consents, key | owner | {"allowed": allowed})
        else:
            self._transaction.update(image_consents, key, {"allowed": before}, {"allowed": allowed})
