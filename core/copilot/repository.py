"""Stored calls of models, turns that wait, hidden texts and consents to show pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from core.copilot.records import CallEnd, ModelCall, WaitingState, WaitingTurn
from core.copilot.standing import Spend
from core.db.rows import Rows
from core.db.tables.copilot import image_consents, model_calls, placeholders, waiting_turns
from core.db.writes import Transaction
from core.redaction.placeholder import Kind, Placeholder


class ModelCallRows(Rows[ModelCall]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, model_calls, ModelCall)

    def of_session(self, session_id: UUID) -> list[ModelCall]:
        """Every call made for a session, oldest first."""
        return self.where(order="sent_at", session_id=session_id)

    def newest(self, limit: int) -> list[ModelCall]:
        return self.where(order="-sent_at", limit=limit)

    def spend_of(self, session_ids: Sequence[UUID]) -> Spend:
        """What some sessions used."""
        return self._spend(model_calls.c.session_id.in_(session_ids))

    def spend_since(self, at: datetime) -> Spend:
        """What was used since a moment."""
        return self._spend(model_calls.c.sent_at >= at)

    def under_way(self) -> list[ModelCall]:
        return self.where(order="sent_at", end=CallEnd.UNDER_WAY)

    def _spend(self, condition: ColumnElement[bool]) -> Spend:
        table = model_calls.c
        tokens = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens")
        is_unpriced = table.cost.is_(None) & (table.output_tokens > 0)
        query = select(
            func.count().label("calls"),
            *(func.coalesce(func.sum(table[name]), 0).label(name) for name in (*tokens, "cost")),
            func.coalesce(func.sum(case((is_unpriced, 1), else_=0)), 0).label("unpriced"),
        ).where(self._is_mine(), condition)
        return Spend(**self._transaction.connection.execute(query).one()._asdict())


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
    """What was hidden in a session."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_session(self, session_id: UUID) -> list[Placeholder]:
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
        return [Placeholder(row.token, row.original, Kind(row.kind)) for row in rows]

    def add(self, session_id: UUID, made: Sequence[Placeholder]) -> None:
        """Remember new ones; a token that is known keeps what it stands for."""
        known = {one.token for one in self.of_session(session_id)}
        for one in made:
            if one.token not in known:
                values = {
                    "account_id": self._transaction.identity.account_id,
                    "session_id": session_id,
                    "token": one.token,
                    "original": one.original,
                    "kind": one.kind.value,
                }
                self._transaction.insert(placeholders, values)


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
