"""What is remembered of asking models: calls that were made, and turns that still wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.copilot.model import FailureKind, ModelAction, Usage
from core.sessions.messages import Rung


class CallEnd(StrEnum):
    """How a call ended. `under_way` that outlives the program was cut off by its end."""

    UNDER_WAY = "under_way"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One row of `model_calls`: what was sent when, and what it cost. Never leaves this laptop.

    session_id  None for a connection test
    address     the server's base address, for people
    body        the request as it was sent, as JSON; pictures are named, not kept
    redacted    how many pieces were taken out
    cost        millionths of a US dollar; None when the model's price is not known
    """

    id: UUID
    account_id: UUID
    session_id: UUID | None = None
    action: ModelAction
    rung: Rung
    address: str
    model: str
    body: str
    redacted: int = 0
    sent_at: datetime
    ended_at: datetime | None = None
    end: CallEnd = CallEnd.UNDER_WAY
    failure: FailureKind | None = None
    detail: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_creation_tokens: int = 0
    cost: int | None = None

    @property
    def usage(self) -> Usage:
        return Usage(
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            cache_read_tokens=self.cache_read_tokens,
            cache_creation_tokens=self.cache_creation_tokens,
        )


class WaitingState(StrEnum):
    FAILED = "failed"
    """The model was asked in vain; the engineer decides how to go on."""
    QUEUED = "queued"
    """The engineer wants the model asked as soon as it can be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTurn:
    """One row of `waiting_turns`: a session whose turn a model still owes.

    retry_at  the server asked not to be asked before then
    """

    session_id: UUID
    state: WaitingState
    rung: Rung
    failure: FailureKind
    detail: str = ""
    retry_at: datetime | None = None
    since: datetime
