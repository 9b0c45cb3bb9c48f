"""The copilot over a real database, with scripted models in the place of servers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from core.bus import Bus
from core.copilot.connection import ModelConnections
from core.copilot.copilot import Copilot
from core.copilot.desk import CopilotDesk
from core.copilot.model import Endpoint, ModelClient, ModelRequest, TextPart
from core.copilot.model_assistants import AssistantParts, LazyAssistants, make_assistants
from core.copilot.model_key import ModelSecrets
from core.copilot.model_thread import ModelThread
from core.copilot.providers.playbook import PlaybookProvider
from core.copilot.records import ModelCall, WaitingTurn
from core.copilot.turn_service import TurnService
from core.db.opening import open_database
from core.events import AssistantWriting, Changes
from core.network.sign_in import ProxyPassword
from core.playbooks.library import PlaybookLibrary
from core.sessions.conversation_service import ConversationService
from core.sessions.fact_service import FactService
from core.sessions.lane_service import LaneService
from core.sessions.messages import Message, Role, Rung
from core.sessions.session_service import Intake, SessionService
from core.sessions.workspace import Workspace, WorkspaceQuery
from core.settings import definitions as settings
from core.settings.store import SettingsStore
from core.team.client_rules_service import ClientRulesService
from tests.fakes.scripted_model import ScriptedModel
from tests.fakes.secrets import MemorySecretStore
from tests.unit.sessions.bench import MovingClock

LOCAL_ADDRESS = "http://127.0.0.1:11434"
PATIENCE = 5.0
_LOOK_EVERY = 0.005


class Asked:
    """A laptop with the models that a test sets up, and one session."""

    def __init__(
        self,
        folder: Path,
        library: PlaybookLibrary,
        cloud: ScriptedModel | None,
        local: ScriptedModel | None,
    ) -> None:
        self.clock, bus = MovingClock(), Bus()
        self.told: list[AssistantWriting] = []
        self.changes: list[Changes] = []
        bus.subscribe(AssistantWriting, self.told.append)
        bus.subscribe(Changes, self.changes.append)
        self.database = open_database(folder / "asked.db", b"k" * 32, bus=bus, clock=self.clock)
        self.settings = SettingsStore(folder / "settings.json")
        self.secrets = secrets = MemorySecretStore()
        if cloud is not None:
            ModelSecrets(secrets).keep_key(Rung.CLOUD, "sk-a-key")
        if local is not None:
            self.settings.write(settings.LOCAL_BASE_URL, LOCAL_ADDRESS)
            self.settings.write(settings.LOCAL_MODEL_STANDARD, "qwen3:8b")

        def client(endpoint: Endpoint) -> ModelClient:
            model = local if endpoint.base_url == LOCAL_ADDRESS else cloud
            assert model is not None
            return model

        self.connections = ModelConnections(
            self.settings, ModelSecrets(secrets), ProxyPassword(secrets), client
        )
        desk = CopilotDesk(self.connections, self.settings, self.clock)
        turns = TurnService(self.database, self.clock)
        self.assistants = LazyAssistants(
            lambda: make_assistants(
                AssistantParts(
                    database=self.database,
                    bus=bus,
                    clock=self.clock,
                    connections=self.connections,
                    desk=desk,
                    turns=turns,
                    library=lambda: library,
                    shrink=lambda content, _: content,
                    platform="windows",
                )
            )
        )
        self.copilot = Copilot(
            self.database,
            turns,
            desk,
            self.connections,
            playbook=PlaybookProvider(lambda: library),
            assistants=self.assistants,
            thread=ModelThread(),
            clock=self.clock,
            platform="windows",
        )
        self.sessions = SessionService(self.database, self.clock)
        self.conversation = ConversationService(self.database, self.clock)
        self.lane = LaneService(self.database, self.clock)
        self.facts = FactService(self.database, self.clock)
        self.rules = ClientRulesService(self.database, self.clock)
        self._workspace = WorkspaceQuery(self.database, desk)
        self.id = self.begin("No internet on one PC")

    def begin(self, text: str, client: str = "", contact: str = "") -> UUID:
        """Another session, with its first message."""
        intake = Intake(text=text, client_name=client, contact_name=contact)
        session_id = self.sessions.create(intake).session_id
        self.conversation.send(session_id, text)
        return session_id

    def workspace(self, session_id: UUID | None = None) -> Workspace:
        return self._workspace.load(session_id or self.id)

    @property
    def answers(self) -> list[Message]:
        """What assistants said in the session."""
        return [one for one in self.workspace().messages if one.role is Role.ASSISTANT]

    @property
    def waiting(self) -> WaitingTurn | None:
        return self.workspace().waiting

    @property
    def calls(self) -> list[ModelCall]:
        with self.database.work() as work:
            return work.model_calls.of_session(self.id)

    def play(self, *steps: Callable[[], object]) -> None:
        """Do things one after another on an event loop, then close the copilot."""

        async def run() -> None:
            try:
                for step in steps:
                    result = step()
                    if asyncio.iscoroutine(result):
                        await asyncio.wait_for(result, PATIENCE)
            finally:
                await self.copilot.aclose()

        asyncio.run(run())

    async def take_turn(self) -> None:
        await self.copilot.take_turn(self.id)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something that happens on another thread."""
        while not is_so():  # noqa: ASYNC110 - other threads set no events
            await asyncio.sleep(_LOOK_EVERY)

    def close(self) -> None:
        self.database.close()


@contextmanager
def asked(
    folder: Path,
    library: PlaybookLibrary,
    cloud: ScriptedModel | None = None,
    local: ScriptedModel | None = None,
) -> Iterator[Asked]:
    laptop = Asked(folder, library, cloud, local)
    try:
        yield laptop
    finally:
        laptop.close()


def sent_text(request: ModelRequest) -> str:
    """Every text of a request."""
    parts = [part for message in request.messages for part in message.parts]
    texts = [part.text for part in parts if isinstance(part, TextPart)]
    return "\n".join([*(block.text for block in request.system), *texts])
