"""Has a model write or read a script, on the model thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from core.copilot.connection import ModelSetup
from core.copilot.model import FailureKind, ModelAction, ModelError, ModelRequest
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
    ) -> str:
        """The answer, with what was hidden filled back in; `on_text` gets it as it grows.

        Raises:
            ModelError: there is no whole answer.
        """

        def build(setup: ModelSetup, budget: Budget) -> ModelRequest:
            model = setup.model(ModelAction.SCRIPT_BUILD.tier)
            return build_script_request(case, model=model, budget=budget, rung=rung)

        return await self._ask(ModelAction.SCRIPT_BUILD, session_id, rung, build, on_text)

    async def proposals(
        self, script: str, session_id: UUID | None, rung: Rung
    ) -> tuple[ProposedParameter, ...]:
        """The values of a script that a model takes for parameters.

        Raises:
            ModelError: there is no whole answer.
        """

        def build(setup: ModelSetup, budget: Budget) -> ModelRequest:
            model = setup.model(ModelAction.TEMPLATE_EXTRACTION.tier)
            return build_extraction_request(script, model=model, budget=budget, rung=rung)

        action = ModelAction.TEMPLATE_EXTRACTION
        return read_proposals(await self._ask(action, session_id, rung, build, lambda _: None))

    async def _ask(
        self,
        action: ModelAction,
        session_id: UUID | None,
        rung: Rung,
        build: BuildRequest,
        on_text: Callable[[str], None],
    ) -> str:
        asking = self._assistants().asking
        budget: Budget | None = asking.budget(rung)
        failure = ModelError(FailureKind.TOO_LONG)
        while budget is not None:
            try:
                return await asking.ask_growing(
                    session_id, action, rung, partial(_within, build, budget), on_text
                )
            except ModelError as error:
                failure = error
                budget = budget.halved() if error.kind is FailureKind.TOO_LONG else None
        raise failure


def _within(build: BuildRequest, budget: Budget, setup: ModelSetup) -> ModelRequest:
    return build(setup, budget)
