"""Everything that speaks to models, put together when a model is asked for the first time.

Its modules take a tenth of a second to load, and a window without a model never needs them.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.bus import Bus
from core.clock import Clock
from core.copilot.connection import ModelConnections
from core.copilot.desk import CopilotDesk
from core.copilot.pictures import Shrink
from core.copilot.turn_service import TurnService
from core.db.database import Database
from core.playbooks.library import PlaybookLibrary

if TYPE_CHECKING:
    from core.copilot.asking import Asking
    from core.copilot.document_writer import DocumentWriter
    from core.copilot.fact_synthesis import FactSynthesis
    from core.copilot.model import ModelRequest
    from core.copilot.model_turn import ModelTurns
    from core.copilot.request_preview import RequestPreviews


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAssistants:
    """asking is for any call, turns for the conversation, previews for the curious."""

    asking: Asking
    turns: ModelTurns
    previews: RequestPreviews
    documents: DocumentWriter
    facts: FactSynthesis


class LazyAssistants:
    """Makes the assistants once, on whichever thread needs them first: the model thread."""

    def __init__(self, make: Callable[[], ModelAssistants]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: ModelAssistants | None = None

    def __call__(self) -> ModelAssistants:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantParts:
    """What the assistants are made from."""

    database: Database
    bus: Bus
    clock: Clock
    connections: ModelConnections
    desk: CopilotDesk
    turns: TurnService
    library: Callable[[], PlaybookLibrary]
    shrink: Shrink
    platform: str


def make_assistants(parts: AssistantParts) -> ModelAssistants:
    """Put the assistants together."""
    from core.copilot.asking import Asking
    from core.copilot.document_writer import DocumentWriter
    from core.copilot.fact_synthesis import FactSynthesis
    from core.copilot.knowledge import KnowledgeQuery
    from core.copilot.model_turn import ModelTurns
    from core.copilot.request_preview import RequestPreviews

    asking = Asking(parts.database, parts.connections, parts.clock, _body_of)
    turns = ModelTurns(
        parts.database,
        parts.bus,
        parts.clock,
        asking=asking,
        turns=parts.turns,
        knowledge=KnowledgeQuery(parts.database, parts.library),
        shrink=parts.shrink,
        platform=parts.platform,
    )
    previews = RequestPreviews(
        parts.database,
        parts.desk,
        parts.connections,
        asking,
        turns,
        parts.clock,
        parts.platform,
    )
    return ModelAssistants(
        asking=asking,
        turns=turns,
        previews=previews,
        documents=DocumentWriter(parts.database, parts.desk, asking, parts.clock),
        facts=FactSynthesis(asking),
    )


def _body_of(request: ModelRequest) -> str:
    from core.copilot.providers.anthropic_request import request_json

    return json.dumps(request_json(request, for_people=True), ensure_ascii=False, indent=1)
