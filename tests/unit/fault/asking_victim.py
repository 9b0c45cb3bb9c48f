"""The process that is killed while a model answers it."""

from __future__ import annotations

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

from core.app import Core
from core.events import AssistantWriting
from core.opening import open_apart
from core.settings import definitions as settings


def ask(folder: Path, address: str, session_id: UUID, pipe: Connection) -> None:
    """Take a turn with the model at an address; say what is told to the window, and the end."""
    core = open_apart(folder)
    core.settings.write(settings.CLOUD_BASE_URL, address)
    core.bus.subscribe(AssistantWriting, lambda told: pipe.send(told.prose))
    pipe.send("")
    asyncio.run(_take_turn(core, session_id))
    pipe.send(None)


async def _take_turn(core: Core, session_id: UUID) -> None:
    await core.copilot.take_turn(session_id)
    await core.aclose()
