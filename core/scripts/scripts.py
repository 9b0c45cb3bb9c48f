"""Everything about scripts, put together when a script is needed for the first time.

Its modules and what they load (grammars, YAML, pydantic) have no place on the start path.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.clock import Clock
from core.copilot.desk import CopilotDesk
from core.copilot.model_assistants import LazyAssistants
from core.copilot.model_thread import ModelThread
from core.db.database import Database
from core.paths import Profile

if TYPE_CHECKING:
    from core.scripts.builder_service import BuilderService
    from core.scripts.draft_service import DraftService
    from core.scripts.exchange import TemplateExchange
    from core.scripts.run.runner import ScriptRunner
    from core.scripts.script_service import ScriptService
    from core.scripts.template_service import TemplateService
    from core.scripts.writing import BuilderWriting


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripts:
    """The services.

    templates, exchange  the library
    use, runner          filling in, checking and running
    writing              the copilot's part
    """

    templates: TemplateService
    exchange: TemplateExchange
    use: ScriptService
    drafts: DraftService
    builders: BuilderService
    writing: BuilderWriting
    runner: ScriptRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptParts:
    """What the script services are made from."""

    database: Database
    clock: Clock
    desk: CopilotDesk
    assistants: LazyAssistants
    models: ModelThread
    profile: Callable[[], Profile]
    output_limit: int


class LazyScripts:
    """Makes the services once, on whichever thread needs them first."""

    def __init__(self, parts: ScriptParts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._made: Scripts | None = None

    def __call__(self) -> Scripts:
        with self._lock:
            if self._made is None:
                self._made = _make(self._parts)
            return self._made

    @property
    def is_running(self) -> bool:
        """Whether a script runs now; makes nothing to find out."""
        return self._made is not None and self._made.runner.is_running

    async def aclose(self) -> None:
        """End the script that runs."""
        if self._made is not None:
            await self._made.runner.aclose()


def _make(parts: ScriptParts) -> Scripts:
    from core.scripts.builder_service import BuilderService
    from core.scripts.draft_service import DraftService
    from core.scripts.exchange import TemplateExchange
    from core.scripts.run.runner import ScriptRunner
    from core.scripts.script_service import ScriptService
    from core.scripts.template_service import TemplateService
    from core.scripts.writing import BuilderWriting

    templates = TemplateService(parts.database, parts.clock)
    builders = BuilderService(parts.database, parts.clock)
    runner = ScriptRunner(parts.profile, clock=parts.clock, output_limit=parts.output_limit)
    return Scripts(
        templates=templates,
        exchange=TemplateExchange(templates),
        use=ScriptService(parts.database, parts.clock, runner),
        drafts=DraftService(parts.database, parts.clock),
        builders=builders,
        writing=BuilderWriting(
            parts.database, builders, parts.desk, parts.assistants, parts.models
        ),
        runner=runner,
    )
