"""Asks the services what is under way that an update would cut off."""

from __future__ import annotations

from core.app import Core
from sync.updates.quiet import UnderWay


async def under_way(core: Core, unsent: tuple[str, ...] = ()) -> UnderWay:
    """What runs and waits now. `unsent` is what only the window knows of.

    The writes that wait to be sent are, as yet, messages to a model that was out of reach.
    """
    return UnderWay(
        answers=core.copilot.is_answering,
        checks=core.checks.is_running,
        scripts=core.scripts.is_running,
        unsent=unsent,
        waiting=await core.database.run(core.copilot.count_queued),
    )
