"""Column types: what Python sees is typed, what the database holds is portable.

The same columns serve SQLite and PostgreSQL, which stores ids, times and JSON in its own types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from core.errors import Bug

EnumT = TypeVar("EnumT", bound=Enum)
T = TypeVar("T")

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class PlainText(TypeDecorator[str]):
    """Text as every database can keep it.

    NUL and halves of surrogate pairs, which turn up in pasted output, become U+FFFD: seen by the
    reader, and no reason to lose the rest.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _storable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond. Naive values are refused, never guessed about."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise Bug("A time without a time zone cannot be stored.")
        moment = value.astimezone(UTC)
        # SQLite keeps the text "2026-01-31 09:00:00.000000", which sorts by time.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[EnumT], Generic[EnumT]):
    """An enumeration member, stored as its value. The table's CHECK names the values."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[EnumT]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: EnumT | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.members(value).value)

    def process_result_value(self, value: object, dialect: Dialect) -> EnumT | None:
        return None if value is None else self.members(value)


class JsonText(TypeDecorator[T], Generic[T]):
    """A small structure as JSON. `read` and `write` turn it into the type the row declares.

    None is NULL, not the JSON word. NaN and infinity are refused: PostgreSQL has no such JSON.
    """

    impl = Text
    cache_ok = True

    def __init__(
        self, read: Callable[[Any], T], write: Callable[[T], object] = lambda value: value
    ) -> None:
        super().__init__()
        self.read = read
        self.write = write

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: T | None, dialect: Dialect) -> object:
        if value is None:
            return None
        plain = self.write(value)
        return plain if dialect.name == "postgresql" else _dumps(plain)

    def process_result_value(self, value: object, dialect: Dialect) -> T | None:
        if value is None:
            return None
        return self.read(json.loads(value) if isinstance(value, str) else value)


def _dumps(plain: object) -> str:
    return _storable(json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def _storable(text: str) -> str:
    if text.isascii():
        return text.replace("\0", "\ufffd")
    return _UNSTORABLE.sub("\ufffd", text)
