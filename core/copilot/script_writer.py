"""Has a model write or read a script, on the model thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar
from uuid import UUID

from core.copilot.asking import Asking
from core.copilot.connection import ModelSetup
from core.copilot.model import FailureKind, ModelAction, ModelError, ModelReply, ModelRequest
from core.copilot.model_assistants import LazyAssistants
from core.copilot.request.limits import Budget
from core.scripts.extraction import ProposedParameter
from core.scripts.script_writing import (
    BuilderCase,
    build_extraction_request,
    build_script_request,
    read_proposals,
)
from core.sessions.messages import Rung

Answer = TypeVar("Answer")
BuildRequest = Callable[[ModelSetup, Budget], ModelRequest]


class ScriptWriter:
    """Every call is redacted, remembered and paid for like any other."""

    def __init__(self, assistants: LazyAssistants) -> None:
        self._assistants = assistants

    async def write(
        self,
        case: BuilderCase,
        session_id: UUID | None,
        rung: Rung,
        on_text: Callable[[str], None],
    ) -> ModelReply:
        """The answer, with what was hidden filled back in; `on_text` gets it as it grows.

        Raises:
            ModelError: there is no whole answer.
        """

        def build(setup: ModelSetup, budget: Budget) -> ModelRequest:
            model = setup.model(ModelAction.SCRIPT_BUILD.tier)
            return build_script_request(case, model=model, budget=budget, rung=rung)

        return await self._within_budget(
            rung,
            build,
            lambda asking, fitted: asking.ask_growing(
                session_id, ModelAction.SCRIPT_BUILD, rung, fitted, on_text
            ),
        )

    async def proposals(
        self, script: str, session_id: UUID, rung: Rung
    ) -> tuple[ProposedParameter, ...]:
        """The values of a script that a model takes for parameters; a secret is none.

        Hidden words are filled back in after the answer was read, and secrets never: what stands
        for one is not found in the script, and so proposes nothing.

        Raises:
            ModelError: there is no whole answer.
        """

        def build(setup: ModelSetup, budget: Budget) -> ModelRequest:
            model = setup.model(ModelAction.TEMPLATE_EXTRACTION.tier)
            return build_extraction_request(script, model=model, budget=budget, rung=rung)

        reply, redactor = await self._within_budget(
            rung,
            build,
            lambda asking, fitted: asking.ask(
                session_id, ModelAction.TEMPLATE_EXTRACTION, rung, fitted
            ),
        )
        return tuple(
            replace(one, text=redactor.restore(one.text, secrets=False))
            for one in read_proposals(reply.text)
        )

    async def _within_budget(
        self,
        rung: Rung,
        build: BuildRequest,
        ask: Callable[[Asking, Callable[[ModelSetup], ModelRequest]], Awaitable[Answer]],
    ) -> Answer:
        """Ask, with less and less of what may be left out while the request is too long."""
        asking = self._assistants().asking
        budget: Budget | None = asking.budget(rung)
        failure = ModelError(FailureKind.TOO_LONG)
        while budget is not None:
            try:
                return await ask(asking, partial(_within, build, budget))
            except ModelError as error:
                failure = error
                budget = budget.halved() if error.kind is FailureKind.TOO_LONG else None
        raise failure


def _within(build: BuildRequest, budget: Budget, setup: ModelSetup) -> ModelRequest:
    return build(setup, budget)
