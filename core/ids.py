"""Row ids: UUID version 7, so that ids sort by creation time."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562), monotonic within the process."""
    return uuid_utils.compat.uuid7()
