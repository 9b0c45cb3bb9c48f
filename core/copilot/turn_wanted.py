"""A turn that a model is asked to take."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.sessions.messages import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnWanted:
    """Which turn to take.

    is_late   it was asked for while the model could not be reached
    goes_on   the last answer broke off and is to be continued
    """

    session_id: UUID
    rung: Rung
    is_late: bool = False
    goes_on: bool = False
