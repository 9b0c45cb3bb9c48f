"""How large a request may be, how long an answer, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.copilot.model import ModelAction
from core.sessions.messages import Rung

SMALLEST_BUDGET = 4_000
"""The system prompt alone takes more than half of this."""

PICTURE_MESSAGES = 3
"""Pictures are sent with the newest few messages of the engineer; older ones are only named."""
PICTURES = 3
PICTURE_TOKENS = 3_300
"""1568 by 1568 pixels, the largest we send, at 750 pixels a token."""

# The longest that each kind of text may be, in tokens. Of a long text the beginning and the end say
# most; what is older is known by the facts and answers it led to.
NEWEST_TEXT = 14_000
NEWEST_FILE = 5_000
HISTORY_TEXT = 2_000
HISTORY_FILE = 500
TICKET = 2_500
OUTPUT = 2_000
OLD_OUTPUT = 400
SCRIPT = 4_000
BUNDLE = 20_000

MOST_KNOWLEDGE = 2_500
"""Tokens: two playbooks in short form and three earlier sessions."""
MOST_DIGEST = 1_500


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens of input that one request may take, as `tokens.estimate` counts them.

    The shares are upper limits. Facts and the engineer's newest words take what they need, from
    the results first, then from the history.

    Raises:
        ValueError: too small for the system prompt and a question.
    """

    total: int

    def __post_init__(self) -> None:
        if self.total < SMALLEST_BUDGET:
            raise ValueError(f"a request needs at least {SMALLEST_BUDGET} tokens")

    @property
    def history_steps(self) -> tuple[int, ...]:
        """What the history may take; it steps down when facts and words leave too little.

        Steps and no sliding limit: each change of it costs the server's cache.
        """
        most = self.total * 45 // 100
        return (most, most // 2, most // 4, 0)

    def halved(self) -> Budget | None:
        """What to try when the server says the request is too long; None when nothing is left."""
        is_smallest = self.total == SMALLEST_BUDGET
        return None if is_smallest else Budget(max(self.total // 2, SMALLEST_BUDGET))

    @property
    def results(self) -> int:
        """Outputs of checks and the drafted script."""
        return self.total // 5

    @property
    def knowledge(self) -> int:
        return min(self.total // 10, MOST_KNOWLEDGE)

    @property
    def lane(self) -> int:
        """Open lane items; closed ones get half as much again."""
        return self.total // 10


CLOUD_BUDGET = Budget(60_000)
"""A long session with logs fits; a whole uncached turn of a standard model still costs cents."""
LOCAL_BUDGET = Budget(12_000)
"""What a small model on a laptop reads in seconds, within the 16,000 many servers are set to."""


def budget_for(rung: Rung, context_tokens: int | None = None) -> Budget:
    """The budget on a rung. `context_tokens`: how much the endpoint was seen to take, if known.

    A quarter of that is left for the answer and for what the estimate misses.
    """
    wanted = CLOUD_BUDGET if rung is Rung.CLOUD else LOCAL_BUDGET
    if context_tokens is None:
        return wanted
    most = CLOUD_BUDGET.total if rung is Rung.CLOUD else 2 * LOCAL_BUDGET.total
    return Budget(max(SMALLEST_BUDGET, min(most, context_tokens * 3 // 4)))


# A turn is a few sentences and blocks, but may carry a script of some hundred lines. A document
# has at most 20,000 characters and is asked to have a quarter of them. A fact is one sentence.
_MAX_TOKENS: Mapping[ModelAction, int] = {
    ModelAction.CHAT: 8_000,
    ModelAction.FACT_SYNTHESIS: 300,
    ModelAction.RESOLUTION_NOTE: 2_500,
    ModelAction.ESCALATION_PACKAGE: 4_000,
    ModelAction.TEMPLATE_EXTRACTION: 8_000,
    ModelAction.SCRIPT_BUILD: 8_000,
    ModelAction.CONNECTION_TEST: 64,
}
_MOST_LOCAL = 3_000
"""At the ten tokens a second of a small laptop, five minutes."""


def max_tokens(action: ModelAction, rung: Rung = Rung.CLOUD) -> int:
    """The longest answer to ask for."""
    wanted = _MAX_TOKENS[action]
    return wanted if rung is Rung.CLOUD else min(wanted, _MOST_LOCAL)
