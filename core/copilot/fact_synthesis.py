"""Has a model put an answer or an output into one statement."""

from __future__ import annotations

from dataclasses import replace

from core.copilot.asking import Asking
from core.copilot.connection import ModelSetup
from core.copilot.fact_proposals import FactSource
from core.copilot.model import FailureKind, ModelAction, ModelError, ModelRequest
from core.copilot.request.facts import build_fact_request, read_fact_reply
from core.copilot.request.limits import Budget
from core.sessions.facts import Candidate
from core.sessions.messages import Rung


class FactSynthesis:
    """Asks on the model thread. Nothing is stored but the call."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def candidate(self, source: FactSource, rung: Rung) -> Candidate | None:
        """What the model makes of it; None when it sees nothing to keep.

        Raises:
            ModelError: there is no answer.
        """
        budget: Budget | None = self._asking.budget(rung)
        failure = ModelError(FailureKind.TOO_LONG)
        while budget is not None:
            try:
                return await self._attempt(source, rung, budget)
            except ModelError as error:
                failure = error
                budget = budget.halved() if error.kind is FailureKind.TOO_LONG else None
        raise failure

    async def _attempt(self, source: FactSource, rung: Rung, budget: Budget) -> Candidate | None:
        action = ModelAction.FACT_SYNTHESIS

        def build(setup: ModelSetup) -> ModelRequest:
            return build_fact_request(
                source.asked,
                source.raw,
                kind=source.kind,
                model=setup.model(action.tier),
                budget=budget,
                rung=rung,
            )

        reply, redactor = await self._asking.ask(source.session_id, action, rung, build)
        candidate = read_fact_reply(reply.text)
        if candidate is None:
            return None
        restored = redactor.restore(candidate.text), redactor.restore(candidate.summary)
        return replace(candidate, text=restored[0], summary=restored[1])
