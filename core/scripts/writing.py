"""The copilot's part in scripts: the builder's conversation, and naming parameters."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from uuid import UUID

from core.copilot.desk import CopilotDesk
from core.copilot.failure_words import WORDS
from core.copilot.ladder import MODELS
from core.copilot.model import FailureKind, ModelError, ModelReply, StopReason
from core.copilot.model_assistants import LazyAssistants
from core.copilot.model_thread import ModelThread
from core.copilot.script_writer import ScriptWriter
from core.copilot.standing import Standing
from core.db.database import Database
from core.scripts.builder_service import BuilderService
from core.scripts.extraction import Extracted, ProposedParameter, extract
from core.scripts.script_service import Script
from core.scripts.script_writing import BuilderCase, Written, split_script

_TELL_EVERY_S = 0.05
STOPPED = "Stopped by you. What came until then is kept."
NOBODY = "No model answers here now."


class BuilderWriting:
    """Asks on the model thread and stores what comes of it; a failure is an answer that says so."""

    def __init__(
        self,
        database: Database,
        builders: BuilderService,
        desk: CopilotDesk,
        assistants: LazyAssistants,
        models: ModelThread,
    ) -> None:
        self._database = database
        self._builders = builders
        self._desk = desk
        self._assistants = assistants
        self._models = models

    def standing(self, builder_id: UUID) -> Standing:
        """Who answers in a builder, and why; the session's client decides for a session's one."""
        with self._database.work() as work:
            return self._desk.standing(work, work.builders.get(builder_id).session_id)

    async def answer(self, builder_id: UUID, on_text: Callable[[str], None]) -> None:
        """Have the engineer's last message answered. Cancelling keeps what came until then.

        on_text  gets the whole answer so far, on the calling event loop, now and then
        """
        standing = await self._database.run(lambda: self.standing(builder_id))
        if standing.rung not in MODELS:
            await self._store(builder_id, Written(""), NOBODY)
            return
        case, session_id = await self._database.run(lambda: self._case(builder_id))
        heard = _Heard(asyncio.get_running_loop(), on_text)
        writer = ScriptWriter(self._assistants)
        try:
            reply = await self._models.run(
                writer.write(case, session_id, standing.rung, heard.more)
            )
        except ModelError as error:
            await self._store_part(builder_id, heard.text, WORDS[error.kind].title)
        except asyncio.CancelledError:
            await self._store_part(builder_id, heard.text, STOPPED)
            raise
        else:
            if failure := _failure(reply):
                await self._store_part(builder_id, reply.text, failure)
            else:
                await self._store(builder_id, split_script(reply.text), "")

    async def extract(
        self, session_id: UUID, script: Script, proposed: Mapping[str, object]
    ) -> Extracted:
        """Name the parameters of a concrete script.

        What a model proposed with the script comes first; without that a model is asked where one
        may be, and else the texts that look like parameters are taken.
        """
        if not proposed:
            named = await self._proposals(session_id, script)
            if named:
                found = await asyncio.to_thread(extract, script.body, script.language, named)
                if found.parameters:
                    return found
        return await asyncio.to_thread(extract, script.body, script.language, proposed)

    async def _proposals(self, session_id: UUID, script: Script) -> tuple[ProposedParameter, ...]:
        def standing() -> Standing:
            with self._database.work() as work:
                return self._desk.standing(work, session_id)

        rung = (await self._database.run(standing)).rung
        if rung not in MODELS:
            return ()
        writer = ScriptWriter(self._assistants)
        try:
            return await self._models.run(writer.proposals(script.body, session_id, rung))
        except ModelError:
            return ()

    def _case(self, builder_id: UUID) -> tuple[BuilderCase, UUID | None]:
        with self._database.work() as work:
            builder = work.builders.get(builder_id)
            messages = tuple(work.builder_messages.of(builder_id))
            session_id = builder.session_id
            fix = None if session_id is None else work.fixes.active(session_id)
            facts = () if session_id is None else work.facts.of_session(session_id)
            case = BuilderCase(
                language=builder.language,
                script=builder.script,
                messages=messages,
                purpose="" if fix is None else f"{fix.title}\n{fix.description}",
                facts=tuple(fact.text for fact in facts),
            )
            return case, session_id

    async def _store_part(self, builder_id: UUID, text: str, failure: str) -> None:
        """A script without its end stays text: half a script may do the opposite of the whole."""
        await self._store(builder_id, split_script(text, is_whole=False), failure)

    async def _store(self, builder_id: UUID, written: Written, failure: str) -> None:
        await self._database.complete(
            lambda: self._builders.answered(builder_id, written.prose, written.script, failure)
        )


def _failure(reply: ModelReply) -> str:
    """Why a reply that came to its end is no whole answer; empty when it is one."""
    if reply.stop_reason is StopReason.DECLINED:
        return "The model declined to write this."
    if reply.stop_reason is StopReason.OUT_OF_TOKENS:
        return "The answer broke off: it is longer than the model may write."
    return "" if reply.text.strip() else WORDS[FailureKind.EMPTY].title


class _Heard:
    """An answer as it grows on the model thread, told on the window's loop now and then."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_text: Callable[[str], None]) -> None:
        self._loop = loop
        self._on_text = on_text
        self._told_at = 0.0
        self.text = ""

    def more(self, text: str) -> None:
        """The whole answer so far."""
        self.text = text
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY_S:
            self._told_at = now
            self._loop.call_soon_threadsafe(self._on_text, text)
