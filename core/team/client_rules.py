"""What may leave the laptop about a client, and the words that are hidden when it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

NAME_LIMIT = 200
TERM_LEAST, TERM_LIMIT = 2, 100
TERMS_LIMIT = 200


class ModelPolicy(StrEnum):
    """Which models may see a client's sessions."""

    CLOUD_ALLOWED = "cloud_allowed"
    LOCAL_ONLY = "local_only"
    NO_MODEL = "no_model"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRules:
    """One row of `client_rules`.

    client_name  as written in sessions; compared without case and outer spaces
    terms        words that stand for the client: its names, domains, hosts, people
    """

    id: UUID
    account_id: UUID
    client_name: str
    policy: ModelPolicy = ModelPolicy.CLOUD_ALLOWED
    terms: tuple[str, ...] = ()
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
