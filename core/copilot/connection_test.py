"""Tests a model as it is set up now. Its calls are remembered and paid for like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.clock import Clock
from core.copilot.connection import ModelConnections, ModelSetup
from core.copilot.endpoint_test import EndpointReport, TestStep, test_endpoint
from core.copilot.model import ModelAction, ModelReply, ModelRequest, ModelTier
from core.copilot.model_assistants import LazyAssistants
from core.copilot.model_thread import ModelThread
from core.network.routes import Routes
from core.network.words import way_words
from core.sessions.messages import Rung

if TYPE_CHECKING:
    from core.copilot.asking import Asking

OnStep = Callable[[TestStep, EndpointReport], None]


class ConnectionTest:
    """Runs on the model thread, and so does what hears of the steps."""

    def __init__(
        self,
        connections: ModelConnections,
        assistants: LazyAssistants,
        thread: ModelThread,
        clock: Clock,
        routes: Routes,
    ) -> None:
        self._connections = connections
        self._assistants = assistants
        self._thread = thread
        self._clock = clock
        self._routes = routes

    async def run(self, rung: Rung, on_step: OnStep) -> EndpointReport:
        """Ask the model a few things. Cancelling ends the call that is under way."""
        return await self._thread.run(self._run(rung, on_step))

    async def _run(self, rung: Rung, on_step: OnStep) -> EndpointReport:
        setup = self._connections.setup(rung)
        client = _Remembered(self._assistants().asking, rung)
        model = setup.model(ModelTier.STANDARD)
        report = await test_endpoint(client, model, self._clock, on_step)
        way = self._routes.taken(setup.address)
        return replace(
            report,
            detail=_without_secrets(report.detail, setup),
            way=way_words(way) if way else "",
        )


class _Remembered:
    """A client whose calls are in the log."""

    def __init__(self, asking: Asking, rung: Rung) -> None:
        self._asking = asking
        self._rung = rung

    async def ask(
        self, request: ModelRequest, on_text: Callable[[str], None] = lambda _: None
    ) -> ModelReply:
        action = ModelAction.CONNECTION_TEST
        return await self._asking.ask_apart(action, self._rung, request, on_text)

    async def aclose(self) -> None:
        """The connections close the client that is used."""


def _without_secrets(text: str, setup: ModelSetup) -> str:
    """What a server says about a key may repeat it."""
    endpoint = setup.endpoint
    for secret in (endpoint.api_key, *(value for _, value in endpoint.headers)):
        if secret:
            text = text.replace(secret, "…")
    return text
