"""How a pure transition says no.

Transitions return the new state or `Refused`; services turn a refusal into a `Conflict` with
`accept`. Nothing in a transition raises, so every arrow of a table can be tested as a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from core.errors import Conflict, UserError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refused:
    """The transition is not allowed. `field` names the input when that, not the state, is wrong."""

    reason: str
    field: str = ""


def accept(outcome: T | Refused) -> T:
    """The new state, or raise: `UserError` for a wrong input, `Conflict` for a wrong state."""
    if isinstance(outcome, Refused):
        if outcome.field:
            raise UserError(outcome.reason, field=outcome.field)
        raise Conflict(outcome.reason)
    return outcome
