"""The composition root of the domain: every service is built here, once, by its constructor."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass

from core.artifacts.document_service import DocumentService
from core.artifacts.export_service import ExportService
from core.artifacts.generator import DocumentGenerator
from core.bus import Bus
from core.checks.runner import CheckRunner
from core.clock import Clock
from core.copilot.call_log import CallLog
from core.copilot.connection import ModelConnections
from core.copilot.copilot import Copilot
from core.copilot.desk import CopilotDesk
from core.copilot.fact_proposals import FactProposals
from core.copilot.model import Endpoint, ModelClient
from core.copilot.model_assistants import AssistantParts, LazyAssistants, make_assistants
from core.copilot.model_key import ModelSecrets
from core.copilot.model_thread import ModelThread
from core.copilot.pictures import Shrink, unable
from core.copilot.providers.playbook import PlaybookProvider
from core.copilot.turn_service import TurnService
from core.crashes.crashes import Crashes, look_at_crashes
from core.db.database import Database
from core.db.storage import Storage, open_storage
from core.housekeeping import Housekeeping
from core.network.clients import HttpClients
from core.network.finding import system_proxies
from core.network.routes import Routes
from core.network.sign_in import ProxyPassword
from core.paths import Profile
from core.playbooks.shelf import Shelf
from core.sample_session import SampleSession
from core.scripts.scripts import LazyScripts, ScriptParts
from core.search.service import SearchService
from core.secrets import SecretStore
from core.sessions.branch_service import BranchService
from core.sessions.conversation_service import ConversationService
from core.sessions.fact_service import FactService
from core.sessions.fix_service import FixService
from core.sessions.lane_service import LaneService
from core.sessions.session_service import SessionService
from core.sessions.workspace import WorkspaceQuery
from core.settings.definitions import OUTPUT_LIMIT
from core.settings.store import SettingsStore
from core.team.client_rules_service import ClientRulesService
from core.team.preference_service import PreferenceService
from core.version import program_version


def laptop_platform() -> str:
    """`windows`, `linux` or `macos`."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The domain, ready to be used by a shell. `aclose` ends it in reverse order."""

    storage: Storage
    settings: SettingsStore
    secrets: SecretStore
    database: Database
    bus: Bus
    clock: Clock
    sessions: SessionService
    branches: BranchService
    conversation: ConversationService
    lane: LaneService
    facts: FactService
    fixes: FixService
    documents: DocumentService
    generator: DocumentGenerator
    fact_proposals: FactProposals
    exports: ExportService
    workspace: WorkspaceQuery
    copilot: Copilot
    assistants: LazyAssistants
    models: ModelThread
    connections: ModelConnections
    clients: HttpClients
    calls: CallLog
    search: SearchService
    preferences: PreferenceService
    client_rules: ClientRulesService
    checks: CheckRunner
    scripts: LazyScripts
    playbooks: Shelf
    sample: SampleSession
    housekeeping: Housekeeping
    crashes: Crashes

    async def aclose(self) -> None:
        """End running checks, scripts and answers, then close the database. Safe to call twice."""
        await self.copilot.aclose()
        await self.checks.aclose()
        await self.scripts.aclose()
        await self.housekeeping.aclose()
        await asyncio.to_thread(self.storage.close)


def open_core(
    profile: Profile,
    secrets: SecretStore,
    settings: SettingsStore,
    bus: Bus,
    clock: Clock,
    *,
    shrink: Shrink = unable,
) -> Core:
    """Open a data folder and wire the services around it. `shrink` makes pictures fit a model.

    Raises:
        EnvironmentProblem: the folder or its database cannot be used; see `open_storage`.
    """
    storage = open_storage(profile, secrets, bus=bus, clock=clock, program=program_version())
    database = storage.database
    crashes = look_at_crashes(storage, clock)
    playbooks = Shelf(lambda: storage.profile.playbooks)
    sessions = SessionService(database, clock)
    conversation = ConversationService(database, clock)
    lane = LaneService(database, clock)
    turns = TurnService(database, clock)
    clients = HttpClients(Routes(system_proxies))
    connections = ModelConnections(
        settings,
        ModelSecrets(secrets),
        ProxyPassword(secrets),
        lambda endpoint: _make_client(endpoint, clients),
    )
    desk = CopilotDesk(connections, settings, clock)
    assistants = LazyAssistants(
        lambda: make_assistants(
            AssistantParts(
                database=database,
                bus=bus,
                clock=clock,
                connections=connections,
                desk=desk,
                turns=turns,
                library=playbooks,
                shrink=shrink,
                platform=laptop_platform(),
            )
        )
    )
    models = ModelThread(crashes.reporter.loop_failed)
    copilot = Copilot(
        database,
        turns,
        desk,
        connections,
        playbook=PlaybookProvider(playbooks),
        assistants=assistants,
        thread=models,
        clock=clock,
        platform=laptop_platform(),
    )
    copilot.recover()
    output_limit = settings.read(OUTPUT_LIMIT) * 1024
    scripts = LazyScripts(
        ScriptParts(
            database=database,
            clock=clock,
            desk=desk,
            assistants=assistants,
            models=models,
            profile=lambda: storage.profile,
            output_limit=output_limit,
        )
    )
    facts = FactService(database, clock)
    documents = DocumentService(database, clock)
    return Core(
        storage=storage,
        settings=settings,
        secrets=secrets,
        database=database,
        bus=bus,
        clock=clock,
        sessions=sessions,
        branches=BranchService(database, clock),
        conversation=conversation,
        lane=lane,
        facts=facts,
        fixes=FixService(database, clock),
        documents=documents,
        generator=DocumentGenerator(database, documents, desk, assistants, models),
        fact_proposals=FactProposals(database, facts, desk, assistants, models),
        exports=ExportService(database, clock),
        workspace=WorkspaceQuery(database, desk),
        copilot=copilot,
        assistants=assistants,
        models=models,
        connections=connections,
        clients=clients,
        calls=CallLog(database),
        search=SearchService(database),
        preferences=PreferenceService(database),
        client_rules=ClientRulesService(database, clock),
        checks=CheckRunner(output_limit=output_limit),
        scripts=scripts,
        playbooks=playbooks,
        sample=SampleSession(database, sessions, conversation, lane, copilot),
        housekeeping=Housekeeping(storage, settings, playbooks, scripts),
        crashes=crashes,
    )


def _make_client(endpoint: Endpoint, clients: HttpClients) -> ModelClient:
    from core.copilot.providers.anthropic_client import AnthropicClient

    return AnthropicClient(endpoint, clients)
