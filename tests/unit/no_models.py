"""The copilot of a laptop without a model: the playbook answers, and nobody is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.clock import Clock
from core.copilot.connection import ModelConnections
from core.copilot.copilot import Copilot
from core.copilot.desk import CopilotDesk
from core.copilot.model import Endpoint, ModelClient
from core.copilot.model_assistants import LazyAssistants, ModelAssistants
from core.copilot.model_key import ModelSecrets
from core.copilot.model_thread import ModelThread
from core.copilot.providers.playbook import PlaybookProvider
from core.copilot.turn_service import TurnService
from core.db.database import Database
from core.network.sign_in import ProxyPassword
from core.playbooks.library import PlaybookLibrary
from core.secrets import PassingSecrets
from core.settings.store import SettingsStore


def a_desk(folder: Path, clock: Clock) -> CopilotDesk:
    """Reads settings in which no model is set up."""
    settings = SettingsStore(folder / "settings.json")
    return CopilotDesk(_connections(settings), settings, clock)


def a_copilot(
    folder: Path, database: Database, clock: Clock, library: Callable[[], PlaybookLibrary]
) -> Copilot:
    settings = SettingsStore(folder / "settings.json")
    connections = _connections(settings)
    return Copilot(
        database,
        TurnService(database, clock),
        CopilotDesk(connections, settings, clock),
        connections,
        playbook=PlaybookProvider(library),
        assistants=LazyAssistants(_never),
        thread=ModelThread(),
        clock=clock,
        platform="windows",
    )


def _connections(settings: SettingsStore) -> ModelConnections:
    return ModelConnections(
        settings, ModelSecrets(PassingSecrets()), ProxyPassword(PassingSecrets()), _no_client
    )


def _no_client(_: Endpoint) -> ModelClient:
    raise AssertionError("a model was about to be asked")


def _never() -> ModelAssistants:
    raise AssertionError("a model was about to be asked")
