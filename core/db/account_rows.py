"""What belongs to the account as a whole: itself, its users, its preferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.clock import Clock
from core.db.identity import Account, User
from core.db.rows import Rows
from core.db.tables.identity import accounts, users
from core.db.tables.library import preferences
from core.db.writes import Transaction


class AccountRows(Rows[Account]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, accounts, Account, owner="id")


class UserRows(Rows[User]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, users, User)


class PreferenceRows:
    """One document per account."""

    def __init__(self, transaction: Transaction, clock: Clock) -> None:
        self._transaction = transaction
        self._clock = clock

    def document(self) -> Mapping[str, object]:
        stored = self._stored()
        return {} if stored is None else stored["document"]

    def merge(self, patch: Mapping[str, object]) -> Mapping[str, object]:
        """Set the given keys and keep the others; a key set to None goes away."""
        stored = self._stored()
        kept = {} if stored is None else stored["document"]
        merged = {key: value for key, value in {**kept, **patch}.items() if value is not None}
        if merged == kept:
            return kept
        key = {"account_id": self._transaction.identity.account_id}
        after = {"document": merged, "updated_at": self._clock.now()}
        if stored is None:
            self._transaction.insert(preferences, key | after)
        else:
            self._transaction.update(preferences, key, stored, after)
        return merged

    def _stored(self) -> Mapping[str, Any] | None:
        query = select(preferences.c.document, preferences.c.updated_at).where(
            preferences.c.account_id == self._transaction.identity.account_id
        )
        row = self._transaction.connection.execute(query).mappings().one_or_none()
        return None if row is None else dict(row)
