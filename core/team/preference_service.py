"""Preferences of the account: one document of keys and values (domain.md section 8)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from core.db.database import Database
from core.errors import UserError
from core.events import Aggregate, Changes

DOCUMENT_LIMIT = 65_536
_KEY = re.compile(r"[a-z][a-z0-9_.]{0,99}")


class PreferenceService:
    """Reads and patches the document. A key that is not in a patch keeps its value."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def document(self) -> Mapping[str, object]:
        with self._database.work() as work:
            return work.preferences.document()

    def patch(self, changes: Mapping[str, object]) -> Changes:
        """Merge keys into the document; a value of None removes its key.

        Raises:
            UserError: a key or value is not allowed, or the document would exceed 64 KiB; nothing
                is changed.
        """
        for key, value in changes.items():
            _check(key, value)
        with self._database.work() as work:
            merged = work.preferences.merge(changes)
            if len(json.dumps(dict(merged))) > DOCUMENT_LIMIT:
                raise UserError("The preferences would be larger than 64 KiB.", field="preferences")
            return work.changed(None, Aggregate.PREFERENCES)


def _check(key: str, value: object) -> None:
    if not _KEY.fullmatch(key):
        raise UserError(
            f"“{key[:100]}” is not a preference’s name.",
            "A name has lower-case letters, digits, dots and underscores, at most 100.",
            field=key[:100],
        )
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UserError(f"The value of “{key}” cannot be stored.", str(error), field=key) from None
