"""Small texts the app keeps for itself in the database, by name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from core.db.identity import Identity
from core.db.tables.device import app_state

_ACCOUNT, _USER = "account_id", "user_id"


def read(connection: Connection, key: str) -> str | None:
    query = select(app_state.c.value).where(app_state.c.key == key)
    return connection.execute(query).scalar_one_or_none()


def write(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(app_state).where(app_state.c.key == key))
    connection.execute(insert(app_state), {"key": key, "value": value})


def read_identity(connection: Connection) -> Identity | None:
    """Who is at work on this machine; None in a database that was just made."""
    account_id, user_id = read(connection, _ACCOUNT), read(connection, _USER)
    if account_id is None or user_id is None:
        return None
    return Identity(UUID(account_id), UUID(user_id))


def write_identity(connection: Connection, identity: Identity) -> None:
    write(connection, _ACCOUNT, str(identity.account_id))
    write(connection, _USER, str(identity.user_id))
