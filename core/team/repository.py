"""Stored rules about clients."""

from __future__ import annotations

from sqlalchemy import func

from core.db.rows import Rows
from core.db.tables.copilot import client_rules
from core.db.writes import Transaction
from core.team.client_rules import ClientRules


class ClientRulesRows(Rows[ClientRules]):
    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, client_rules, ClientRules)

    def of_client(self, name: str) -> ClientRules | None:
        """The rules of a client, whatever the case its name is written in."""
        wanted = name.strip().casefold()
        return next((one for one in self.all() if one.client_name.casefold() == wanted), None)

    def all(self) -> list[ClientRules]:
        """Every client with rules, by name."""
        query = self._select().where(client_rules.c.deleted_at.is_(None))
        return self._all(query.order_by(func.lower(client_rules.c.client_name)))
