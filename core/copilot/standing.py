"""Who answers next in a session, why, and what it has cost so far: values for the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.sessions.messages import Rung
from core.team.client_rules import ModelPolicy


class ModelReach(StrEnum):
    """What is known about a model's address. Unknown is worth a try."""

    UNKNOWN = "unknown"
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RungState:
    """One rung. `label` says which model and where; `refusal` why it may not answer here."""

    rung: Rung
    is_configured: bool
    reach: ModelReach
    label: str
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The ladder of a session.

    rung    answers next
    why     one sentence, also when the wanted rung cannot answer
    forced  what the engineer chose for this session; None: the best that can be reached
    leaves  what leaves the laptop, one sentence
    host    where it goes; empty when nothing leaves
    """

    rung: Rung
    why: str
    forced: Rung | None
    rungs: tuple[RungState, ...]
    leaves: str
    policy: ModelPolicy
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What models used. `cost` is in millionths of a US dollar.

    unpriced  calls of models whose price is not known; they count nothing in `cost`
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_creation_tokens: int = 0
    cost: int = 0
    unpriced: int = 0

    @property
    def tokens(self) -> int:
        return (
            self.input_tokens
            + self.output_tokens
            + self.cache_read_tokens
            + self.cache_creation_tokens
        )
