"""An answer or an output that did not become a fact is offered as one, for review."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.copilot.desk import CopilotDesk
from core.copilot.failure_words import WORDS
from core.copilot.ladder import MODELS
from core.copilot.model import ModelError
from core.copilot.model_assistants import LazyAssistants
from core.copilot.model_thread import ModelThread
from core.db.database import Database, Work
from core.errors import UserError
from core.events import Changes
from core.outcome import Refused
from core.sessions.fact_service import FactService
from core.sessions.facts import (
    RAW_LIMIT,
    Candidate,
    SourceType,
    candidate_from_answer,
    candidate_from_output,
)
from core.sessions.lane import LaneItem, LaneKind
from core.sessions.messages import Rung

_SOURCE_TYPES = {
    LaneKind.QUESTION: SourceType.QUESTION,
    LaneKind.CHECK: SourceType.DIAGNOSTIC_CHECK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSource:
    """A closed lane item: what was asked or looked at, and what came out."""

    item_id: UUID
    session_id: UUID
    kind: LaneKind
    asked: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactProposal:
    """A candidate to look at. Nothing of it is stored.

    candidate  None: there is nothing to keep
    rung       which model wrote it; None when it was taken as it stands
    notice     why no model wrote it although one was asked; empty otherwise
    """

    source: FactSource
    candidate: Candidate | None
    rung: Rung | None = None
    notice: str = ""


class FactProposals:
    """Proposes with a model where one may be asked, and without one otherwise."""

    def __init__(
        self,
        database: Database,
        facts: FactService,
        desk: CopilotDesk,
        assistants: LazyAssistants,
        thread: ModelThread,
    ) -> None:
        self._database = database
        self._facts = facts
        self._desk = desk
        self._assistants = assistants
        self._thread = thread

    async def propose(self, item_id: UUID) -> FactProposal:
        """Make a candidate of a lane item's answer or output. Cancelling ends the call.

        Raises:
            UserError: the item has no answer or output.
        """
        source, rung = await self._database.run(lambda: self._read(item_id))
        if rung not in MODELS:
            return _as_it_stands(source)

        async def ask() -> Candidate | None:
            return await self._assistants().facts.candidate(source, rung)

        try:
            candidate = await self._thread.run(ask())
        except ModelError as error:
            return _as_it_stands(source, WORDS[error.kind].title)
        return FactProposal(source=source, candidate=candidate, rung=rung)

    def keep(self, proposal: FactProposal, text: str, summary: str) -> Changes:
        """Store what the engineer made of a proposal.

        Raises:
            UserError: the text or summary breaks a limit, or says nothing.
            Conflict: the item has become a fact meanwhile.
        """
        source = proposal.source
        return self._facts.promote(
            source.session_id,
            _SOURCE_TYPES[source.kind],
            text=text,
            summary=summary,
            source_ref=source.item_id,
            ai_made=proposal.rung is not None,
        )

    def _read(self, item_id: UUID) -> tuple[FactSource, Rung]:
        with self._database.work() as work:
            item = work.lane_items.get(item_id)
            source = FactSource(
                item_id=item.id,
                session_id=item.session_id,
                kind=item.kind,
                asked=item.text,
                raw=_raw(work, item),
            )
            if not source.raw.strip():
                raise UserError("There is no answer or output yet.")
            return source, self._desk.standing(work, item.session_id).rung


def _raw(work: Work, item: LaneItem) -> str:
    """The engineer's answer, or all that the newest run of a check printed."""
    if item.kind is LaneKind.QUESTION:
        return item.answer
    runs = [
        run for run in work.check_runs.of_session(item.session_id) if run.lane_item_id == item.id
    ]
    if not runs:
        return item.answer
    return "\n".join(part for part in (runs[-1].stdout, runs[-1].stderr) if part.strip())


def _as_it_stands(source: FactSource, notice: str = "") -> FactProposal:
    """The candidate that needs no model; of a long output its beginning."""
    make = candidate_from_answer if source.kind is LaneKind.QUESTION else candidate_from_output
    made = make(source.asked, source.raw[:RAW_LIMIT])
    candidate = None if isinstance(made, Refused) else made
    return FactProposal(source=source, candidate=candidate, notice=notice)
